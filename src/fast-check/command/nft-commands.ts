import { assertNever } from '../../assert-never.js';
import { TABLE_HOOKS } from '../../netfilter/hook.js';
import { tableKey } from '../../netfilter/netfilter.js';
import type { Table } from '../../netfilter/table.js';
import type { Dice } from '../dice.js';
import { Command, must, type Phrase } from './command.js';
import { drawMark, drawPorts, drawPrefix } from './draw-values.js';
import { drawNftConditions } from './nft-conditions.js';
import { drawNftStatement } from './nft-statement.js';
import { CALLED_CHAINS, SETS, TABLE, type SetName } from './nft-table.js';
import type { Surroundings } from './surroundings.js';

/**
 * Draws an `nft` command: most add a rule, others make base chains, chains, sets and maps, add elements and delete them, insert, replace and delete rules,
 * empty chains and delete what nothing needs.
 */
export function drawNftCommand(around: Surroundings, dice: Dice): Command {
  const table = around.namespace.netfilter.tables.get(tableKey('inet', TABLE));
  // With its first chain, so that a short script has rules, too.
  if (table === undefined) return nft(`add table inet ${TABLE} { ${drawChain(dice)} ; }`);
  const chain = dice.pick([...table.chains.values()]);
  if (chain === undefined) return declare(drawChain(dice));
  const rule = dice.pick(chain.rules.toArray());
  const place = `inet ${TABLE} ${chain.name}`;
  switch (dice.between(1, 22)) {
    case 1:
    case 2:
      return declare(drawChain(dice));
    case 3:
      return nft(`add chain inet ${TABLE} ${dice.pick(CALLED_CHAINS) ?? 'one'}`);
    case 4:
    case 5:
      return drawSet(around, dice);
    case 6:
    case 7:
    case 8:
      return drawElement(around, table, 'add', dice);
    case 9:
      return drawElement(around, table, 'delete', dice);
    case 10:
      return nft(`flush chain ${place}`);
    case 11:
    case 12:
      return rule?.handle === undefined
        ? drawRule(around, table, `add rule ${place}`, chain.name, dice)
        : nft(`delete rule ${place} handle ${rule.handle}`);
    case 13:
      return drawRule(around, table, `insert rule ${place}`, chain.name, dice);
    case 14:
      return drawRule(
        around,
        table,
        rule?.handle === undefined
          ? `add rule ${place}`
          : `replace rule ${place} handle ${rule.handle}`,
        chain.name,
        dice,
      );
    case 15:
      return drawDeletion(table, dice);
    default:
      return drawRule(around, table, `add rule ${place}`, chain.name, dice);
  }
}

function nft(words: string, rest: readonly Phrase[] = []): Command {
  return new Command([must(`nft ${words}`), ...rest]);
}

/** Adds what is declared as inside of the table. */
function declare(what: string): Command {
  return nft(`add ${what.replace(/^\w+ /, (kind) => `${kind}inet ${TABLE} `)}`);
}

/** A base chain; a route chain and one of nat only where the kernel takes them. */
function drawChain(dice: Dice): string {
  const isNat = dice.onceIn(4);
  const hook = (dice.pick(TABLE_HOOKS[isNat ? 'nat' : 'mangle']) ?? 'OUTPUT').toLowerCase();
  const priority = dice.pick(isNat ? [-100, 0, 100] : [-300, -150, -10, 0, 10, 300]) ?? 0;
  const type = isNat ? 'nat' : hook === 'output' && dice.onceIn(2) ? 'route' : 'filter';
  const policy = dice.onceIn(6) ? 'drop' : 'accept';
  const name = `${isNat ? 'nat_' : ''}${hook}${String(priority).replace('-', '_')}`;
  return `chain ${name} { type ${type} hook ${hook} priority ${priority} ; policy ${policy} ; }`;
}

function addressType({ family }: Surroundings): string {
  return family === 4 ? 'ipv4_addr' : 'ipv6_addr';
}

function drawSet(around: Surroundings, dice: Dice): Command {
  const name = dice.pick(SETS) ?? 'nets';
  switch (name) {
    case 'nets':
      return declare(`set nets { type ${addressType(around)} ; auto-merge ; flags interval ; }`);
    case 'ports':
      return declare('set ports { type inet_proto . inet_service ; flags interval ; }');
    case 'marks':
      return declare('map marks { type inet_service : mark ; flags interval ; }');
    case 'ways':
      return declare(`map ways { type ${addressType(around)} : verdict ; flags interval ; }`);
    case 'seen':
      return declare(`set seen { type ${addressType(around)} ; size 9 ; flags dynamic ; }`);
    default:
      return assertNever(name);
  }
}

function drawElement(
  around: Surroundings,
  { sets, chains }: Table,
  verb: 'add' | 'delete',
  dice: Dice,
): Command {
  const name = dice.pick(SETS.filter((one) => sets.has(one)));
  if (name === undefined) return drawSet(around, dice);
  const words = `${verb} element inet ${TABLE} ${name}`;
  const there = verb === 'delete' ? drawPresent(name, dice) : undefined;
  const key = there ?? drawKey(around, name, dice);
  return nft(`${words} { ${key}${verb === 'delete' ? '' : drawData(name, chains, dice)} }`);
}

/** All others, which is an element of maps that has no bounds to hit. */
function drawPresent(name: SetName, dice: Dice): string | undefined {
  return (name === 'marks' || name === 'ways') && dice.onceIn(3) ? '*' : undefined;
}

function drawKey(around: Surroundings, name: SetName, dice: Dice): string {
  if (name === 'nets' || name === 'ways') return drawPrefix(around, dice);
  if (name === 'seen') return drawPrefix(around, dice).split('/')[0] ?? '';
  const ports = drawPorts('-', dice);
  return name === 'marks' ? ports : `${dice.pick(['tcp', 'udp']) ?? 'tcp'} . ${ports}`;
}

function drawData(name: SetName, chains: Table['chains'], dice: Dice): string {
  if (name === 'marks') return ` : ${drawMark(dice).split('/')[0] ?? '0x1'}`;
  if (name !== 'ways') return '';
  const called = dice.pick(CALLED_CHAINS.filter((chain) => chains.has(chain)));
  const verdict = dice.pick(['accept', 'drop', 'return', 'continue']) ?? 'accept';
  return ` : ${called !== undefined && dice.onceIn(2) ? `${dice.pick(['jump', 'goto'])} ${called}` : verdict}`;
}

/** What is deleted must be needed by nothing: else the kernel refuses. */
function drawDeletion({ chains, sets }: Table, dice: Dice): Command {
  const set = dice.pick([...sets.values()].filter(({ name }) => isNamed(name)));
  const chain = dice.pick([...chains.keys()]);
  if (set !== undefined && dice.onceIn(2)) {
    const kind = set.name === 'marks' || set.name === 'ways' ? 'map' : 'set';
    return nft(`${dice.onceIn(2) ? 'flush' : 'delete'} ${kind} inet ${TABLE} ${set.name}`);
  }
  if (chain === undefined || dice.onceIn(8)) return nft(`delete table inet ${TABLE}`);
  return nft(`delete chain inet ${TABLE} ${chain}`);
}

function isNamed(name: string): name is SetName {
  return SETS.some((one) => one === name);
}

function drawRule(
  around: Surroundings,
  table: Table,
  words: string,
  chain: string,
  dice: Dice,
): Command {
  return nft(words, [
    ...drawNftConditions(around, table, dice),
    must(drawNftStatement(around, table, chain, dice)),
  ]);
}
