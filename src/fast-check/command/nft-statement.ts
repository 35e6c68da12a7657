import { printAddress } from '../../address/address-text.js';
import type { Table } from '../../netfilter/table.js';
import type { Dice } from '../dice.js';
import { drawMark } from './draw-values.js';
import { CALLED_CHAINS } from './nft-table.js';
import type { Surroundings } from './surroundings.js';

/** What a rule of nft does: a translation in chains of nat, as often as not. */
export function drawNftStatement(
  around: Surroundings,
  table: Table,
  chain: string,
  dice: Dice,
): string {
  const base = table.chains.get(chain)?.base;
  if (base?.type === 'nat' && dice.onceIn(2)) return drawTranslation(around, base.hook, dice);
  return drawPlainStatement(around, table, chain, dice);
}

function drawTranslation({ family, own }: Surroundings, hook: string, dice: Dice): string {
  const isSource = hook === 'POSTROUTING' || hook === 'INPUT';
  const address = dice.pick(own)?.address.local;
  const version = family === 4 ? 'ip' : 'ip6';
  if (address !== undefined && dice.onceIn(2)) {
    return `${isSource ? 'snat' : 'dnat'} ${version} to ${printAddress(address)}`;
  }
  if (hook === 'POSTROUTING') return 'masquerade';
  return isSource ? 'accept' : `meta l4proto tcp redirect to :${dice.between(1, 9999)}`;
}

function drawPlainStatement(
  { family }: Surroundings,
  { chains, sets }: Table,
  chain: string,
  dice: Dice,
): string {
  const target = dice.pick(CALLED_CHAINS.filter((name) => chains.has(name) && name !== chain));
  if (target !== undefined && dice.onceIn(3)) {
    return dice.onceIn(2)
      ? `${dice.pick(['jump', 'goto']) ?? 'jump'} ${target}`
      : `meta l4proto vmap { tcp : jump ${target}, udp : accept }`;
  }
  const header = family === 4 ? 'ip' : 'ip6';
  if (sets.has('ways') && dice.onceIn(4)) return `${header} daddr vmap @ways`;
  if (sets.has('marks') && dice.onceIn(4)) return 'meta mark set tcp dport map @marks';
  if (sets.has('seen') && dice.onceIn(4)) return drawUpdate(header, dice);
  const [mark = '0x1'] = drawMark(dice).split('/');
  const verdict = dice.pick(['accept', 'drop', 'return', 'reject']) ?? 'accept';
  return (
    dice.pick([
      verdict,
      verdict,
      `meta mark set ${mark}`,
      `meta mark set meta mark | ${mark}`,
      'meta l4proto vmap { tcp : accept, udp : drop }',
      'ct mark set meta mark',
      'meta mark set ct mark',
    ]) ?? 'accept'
  );
}

/** What a packet puts into a set, or takes out of it. */
function drawUpdate(header: string, dice: Dice): string {
  const side = dice.pick(['saddr', 'daddr']) ?? 'saddr';
  if (dice.onceIn(5)) return `delete @seen { ${header} ${side} }`;
  const limit = dice.onceIn(3) ? ' limit rate over 1/hour burst 1 packets' : '';
  return `${dice.pick(['add', 'update']) ?? 'add'} @seen { ${header} ${side}${limit} }`;
}
