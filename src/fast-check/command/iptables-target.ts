import { assertNever } from '../../assert-never.js';
import type { Dice } from '../dice.js';
import { drawMark, drawOwnAddress, drawPorts } from './draw-values.js';
import type { RulePlace } from './rule-place.js';
import { drawSetChange, drawSetMapping } from './set-commands.js';
import type { Surroundings } from './surroundings.js';

/** Draws what a rule does with its packets, in words that its table and chain allow; a rule may do nothing but count. */
export function drawTarget(
  around: Surroundings,
  { table, chain, callable }: RulePlace,
  protocol: string | undefined,
  dice: Dice,
): string | undefined {
  const verdict = dice.pick(['ACCEPT', 'RETURN', ...(table === 'nat' ? [] : ['DROP'])]) ?? 'ACCEPT';
  const jump = dice.pick(callable.filter((name) => name !== chain));
  if (jump !== undefined && dice.onceIn(3)) return `-j ${jump}`;
  if (dice.onceIn(12)) return undefined;
  switch (table) {
    case 'mangle':
      return dice.onceIn(4) ? `-j ${verdict}` : `-j ${drawMangling(around, dice)}`;
    case 'nat':
      return dice.onceIn(4) ? `-j ${verdict}` : drawTranslation(around, chain, protocol, dice);
    case 'raw':
    case 'filter':
    case 'security':
      return `-j ${verdict}`;
    default:
      return assertNever(table);
  }
}

function drawMangling(around: Surroundings, dice: Dice): string {
  const mapping = dice.onceIn(2) ? drawSetMapping(around, dice) : undefined;
  if (mapping !== undefined) return mapping;
  const change = dice.onceIn(5) ? drawSetChange(around, dice) : undefined;
  if (change !== undefined) return change;
  const option = dice.pick(['--set-mark', '--set-xmark', '--or-mark']) ?? '--set-mark';
  const mark = drawMark(dice);
  return (
    dice.pick([
      `MARK ${option} ${option === '--or-mark' ? mark.replace(/\/.*/, '') : mark}`,
      `MARK --set-mark ${mark}`,
      'CONNMARK --save-mark',
      'CONNMARK --restore-mark',
    ]) ?? 'ACCEPT'
  );
}

/** NAT of what the chain can change; a chain of the user's can't know from where it is called. */
function drawTranslation(
  around: Surroundings,
  chain: string,
  protocol: string | undefined,
  dice: Dice,
): string {
  const own = drawOwnAddress(around, dice);
  const other = dice.pick(around.neighbours)?.address ?? own;
  const hasPorts = protocol === 'tcp' || protocol === 'udp';
  if (chain === 'POSTROUTING' || chain === 'INPUT') {
    const masquerade = chain === 'POSTROUTING' && dice.onceIn(2);
    if (masquerade) return '-j MASQUERADE';
    return own === undefined ? '-j ACCEPT' : `-j SNAT --to-source ${own}`;
  }
  if (chain !== 'PREROUTING' && chain !== 'OUTPUT') return '-j ACCEPT';
  if (hasPorts && dice.onceIn(2)) return `-j REDIRECT --to-ports ${drawPorts('-', dice)}`;
  return other === undefined ? '-j ACCEPT' : `-j DNAT --to-destination ${other}`;
}
