import { TABLE_HOOKS } from '../../netfilter/hook.js';
import { tableKey } from '../../netfilter/netfilter.js';
import type { Table } from '../../netfilter/table.js';
import type { Dice } from '../dice.js';
import { Command, may, must, type Phrase } from './command.js';
import { drawDevice, drawMark, drawPorts, drawPrefix, sometimes } from './draw-values.js';
import type { Surroundings } from './surroundings.js';

/** The table that commands write to, of both families. */
const NAME = 'drawn';

/** The chains that rules only lead to. */
const USER_CHAINS = ['one', 'two'];

const SETS = ['nets', 'ports'] as const;

/** Draws an `nft` command: most add a rule, others make base chains, chains and sets, add elements, delete rules, and empty chains. */
export function drawNftCommand(around: Surroundings, dice: Dice): Command {
  const table = around.namespace.netfilter.tables.get(tableKey('inet', NAME));
  if (table === undefined) return nft(`add table inet ${NAME}`);
  const chain = dice.pick([...table.chains.values()]);
  if (chain === undefined) return drawChain(dice);
  const handle = dice.pick(chain.rules.toArray())?.handle;
  switch (dice.between(1, 16)) {
    case 1:
    case 2:
      return drawChain(dice);
    case 3:
      return nft(`add chain inet ${NAME} ${dice.pick(USER_CHAINS) ?? 'one'}`);
    case 4:
      return drawSet(around, dice);
    case 5:
    case 6:
      return drawElement(around, table, dice);
    case 7:
      return nft(`flush chain inet ${NAME} ${chain.name}`);
    case 8:
      return handle === undefined
        ? drawRule(around, table, chain.name, dice)
        : nft(`delete rule inet ${NAME} ${chain.name} handle ${handle}`);
    default:
      return drawRule(around, table, chain.name, dice);
  }
}

function nft(words: string, rest: readonly Phrase[] = []): Command {
  return new Command([must(`nft ${words}`), ...rest]);
}

/** A base chain; a route chain and one of nat only where the kernel takes them. */
function drawChain(dice: Dice): Command {
  const hook = (dice.pick(TABLE_HOOKS.mangle) ?? 'OUTPUT').toLowerCase();
  const priority = dice.pick([-300, -150, -10, 0, 10, 300]) ?? 0;
  const type = hook === 'output' && dice.onceIn(2) ? 'route' : 'filter';
  const policy = dice.onceIn(6) ? 'drop' : 'accept';
  const place = `type ${type} hook ${hook} priority ${priority} ; policy ${policy} ;`;
  const name = `${hook}${String(priority).replace('-', '_')}`;
  return nft(`add chain inet ${NAME} ${name} { ${place} }`);
}

function drawSet({ family }: Surroundings, dice: Dice): Command {
  const name = dice.pick(SETS) ?? 'nets';
  const type =
    name === 'ports'
      ? 'inet_proto . inet_service'
      : `${family === 4 ? 'ipv4_addr' : 'ipv6_addr'} ; auto-merge`;
  return nft(`add set inet ${NAME} ${name} { type ${type} ; flags interval ; }`);
}

function drawElement(around: Surroundings, { sets }: Table, dice: Dice): Command {
  const name = dice.pick(SETS.filter((one) => sets.has(one)));
  if (name === undefined) return drawSet(around, dice);
  const protocol = dice.pick(['tcp', 'udp']) ?? 'tcp';
  const element =
    name === 'ports' ? `${protocol} . ${drawPorts('-', dice)}` : drawPrefix(around, dice);
  return nft(`add element inet ${NAME} ${name} { ${element} }`);
}

function drawRule(around: Surroundings, table: Table, chain: string, dice: Dice): Command {
  const header = around.family === 4 ? 'ip' : 'ip6';
  const not = (): string => (dice.onceIn(6) ? '!= ' : '');
  const side = (): string => dice.pick(['saddr', 'daddr']) ?? 'daddr';
  const protocol = dice.pick(['tcp', 'udp']) ?? 'tcp';
  const [mark = '0x1', mask] = drawMark(dice).split('/');
  const device = dice.pick(['iifname', 'oifname']) ?? 'oifname';
  return nft(`add rule inet ${NAME} ${chain}`, [
    may(sometimes(dice, () => `${header} ${side()} ${not()}${drawPrefix(around, dice)}`)),
    may(
      table.sets.has('nets')
        ? sometimes(dice, () => `${header} ${side()} ${not()}@nets`)
        : undefined,
    ),
    may(sometimes(dice, () => `${protocol} dport ${not()}{ ${drawPorts('-', dice)} }`)),
    may(
      table.sets.has('ports')
        ? sometimes(dice, () => `meta l4proto . th dport ${not()}@ports`)
        : undefined,
    ),
    may(sometimes(dice, () => `${device} ${not()}"${drawDevice(around, dice)}"`)),
    may(
      sometimes(dice, () =>
        mask === undefined ? `meta mark ${not()}${mark}` : `meta mark & ${mask} == ${mark}`,
      ),
    ),
    may(dice.onceIn(10) ? 'ct state { new, established }' : undefined),
    may(dice.onceIn(10) ? 'limit rate 5/second' : undefined),
    may(dice.onceIn(3) ? 'counter' : undefined),
    must(drawStatement(table, chain, dice)),
  ]);
}

function drawStatement({ chains }: Table, chain: string, dice: Dice): string {
  const callable = USER_CHAINS.filter((name) => chains.has(name) && name !== chain);
  const target = dice.pick(callable);
  if (target !== undefined && dice.onceIn(3)) {
    return dice.onceIn(2)
      ? `jump ${target}`
      : `meta l4proto vmap { tcp : jump ${target}, udp : accept }`;
  }
  const [mark = '0x1'] = drawMark(dice).split('/');
  const verdict = dice.pick(['accept', 'drop', 'return', 'reject']) ?? 'accept';
  return (
    dice.pick([
      verdict,
      verdict,
      `meta mark set ${mark}`,
      `meta mark set meta mark | ${mark}`,
      'ct mark set meta mark',
      'meta mark set ct mark',
    ]) ?? 'accept'
  );
}
