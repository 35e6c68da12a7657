import type { Family } from '../../address/family.js';
import type { TableName } from '../../netfilter/hook.js';
import { TABLE_HOOKS, TABLE_NAMES } from '../../netfilter/hook.js';
import { findChain } from '../../netfilter/ruleset.js';
import type { Dice } from '../dice.js';
import { Command, may, must, type Phrase } from './command.js';
import { drawDevice, drawMark, drawPorts, drawPrefix, sometimes } from './draw-values.js';
import { drawTarget } from './iptables-target.js';
import type { RulePlace } from './rule-place.js';
import { drawSetMatch } from './set-commands.js';
import type { Surroundings } from './surroundings.js';
import { rulesetOf } from '../../netfilter/netfilter.js';

/** The tables, those more often that matter more. */
const TABLES: Readonly<Record<Family, readonly TableName[]>> = {
  4: ['filter', 'filter', 'mangle', 'mangle', 'mangle', 'nat', 'raw'],
  6: ['filter', 'filter', 'mangle', 'mangle', 'mangle', 'raw'],
};

/** The user's chains that commands make. */
const USER_CHAINS = ['one', 'two'];

/** Draws an `iptables` command, or `ip6tables`: most append a rule, others insert, replace, delete, and make and empty chains. */
export function drawIptablesCommand(around: Surroundings, dice: Dice): Command {
  const place = drawPlace(around, dice);
  const number = dice.between(1, Math.max(1, place.rules));
  // An empty chain has no rule to replace or delete.
  const kind = dice.between(1, 14);
  switch ((kind === 3 || kind === 4) && place.rules === 0 ? 0 : kind) {
    case 1:
    case 7:
      return command(place, `-N ${dice.pick(USER_CHAINS) ?? 'one'}`);
    case 2:
      return command(place, `-I ${place.chain} ${number}`, specification(around, place, dice));
    case 3:
      return command(place, `-R ${place.chain} ${number}`, specification(around, place, dice));
    case 4:
      return command(place, `-D ${place.chain} ${number}`);
    case 5:
      return dice.onceIn(2)
        ? command(place, `-F ${place.chain}`)
        : command(place, `-P ${place.chain} ${dice.pick(['ACCEPT', 'DROP']) ?? 'ACCEPT'}`);
    case 6:
      return command(place, `-X ${dice.pick(USER_CHAINS) ?? 'one'}`);
    default:
      return drawIptablesAddition(around, dice, place);
  }
}

/** Draws an `iptables -A`. */
export function drawIptablesAddition(
  around: Surroundings,
  dice: Dice,
  place: RulePlace = drawPlace(around, dice),
): Command {
  return command(place, `-A ${place.chain}`, specification(around, place, dice));
}

/** A place to put or take rules: as often as not a chain that is there already. */
function drawPlace({ family, namespace: { netfilter } }: Surroundings, dice: Dice): RulePlace {
  const ruleset = rulesetOf(netfilter, family);
  const there = TABLE_NAMES.flatMap((name) =>
    [...(ruleset.tables.get(name)?.chains.keys() ?? [])].map((known) => ({
      table: name,
      chain: known,
    })),
  );
  const known = dice.onceIn(2) ? dice.pick(there) : undefined;
  const table = known?.table ?? dice.pick(TABLES[family]) ?? 'filter';
  const chain = known?.chain ?? dice.pick(TABLE_HOOKS[table]) ?? 'OUTPUT';
  return {
    tool: family === 4 ? 'iptables' : 'ip6tables',
    table,
    chain,
    rules: findChain(ruleset, table, chain)?.rules.size ?? 0,
    callable: USER_CHAINS.filter((name) => findChain(ruleset, table, name) !== undefined),
  };
}

function command({ tool, table }: RulePlace, what: string, rest: readonly Phrase[] = []): Command {
  const start = table === 'filter' ? tool : `${tool} -t ${table}`;
  return new Command([must(`${start} ${what}`), ...rest]);
}

function specification(around: Surroundings, place: RulePlace, dice: Dice): readonly Phrase[] {
  const { chain } = place;
  const not = (): string => (dice.onceIn(6) ? '! ' : '');
  const protocol = sometimes(dice, () => dice.pick(['tcp', 'udp', 'icmp']));
  const canBe = (...chains: string[]): boolean => chains.includes(chain) && dice.onceIn(4);
  const device = (): string => drawDevice(around, dice);
  return [
    may(sometimes(dice, () => `${not()}-s ${drawPrefix(around, dice)}`)),
    may(sometimes(dice, () => `${not()}-d ${drawPrefix(around, dice)}`)),
    may(canBe('PREROUTING', 'INPUT', 'FORWARD') ? `${not()}-i ${device()}` : undefined),
    may(canBe('FORWARD', 'OUTPUT', 'POSTROUTING') ? `${not()}-o ${device()}` : undefined),
    ...protocolPhrases(around, protocol, dice),
    may(sometimes(dice, () => `-m mark ${not()}--mark ${drawMark(dice)}`)),
    may(canBe('OUTPUT', 'POSTROUTING') ? `-m owner ${not()}--uid-owner 1000` : undefined),
    may(dice.onceIn(10) ? '-m dscp --dscp 10' : undefined),
    drawSetMatch(around, dice),
    may(drawTarget(around, place, protocol, dice)),
  ];
}

/** A protocol and what it has; the ports go with it. */
function protocolPhrases(
  { family }: Surroundings,
  protocol: string | undefined,
  dice: Dice,
): readonly Phrase[] {
  if (protocol === undefined) return [];
  if (protocol === 'icmp') {
    const [name, option] = family === 4 ? ['icmp', '--icmp-type'] : ['icmpv6', '--icmpv6-type'];
    return [may(`-p ${name}${dice.onceIn(2) ? ` ${option} echo-request` : ''}`)];
  }
  const not = dice.onceIn(6) ? '! ' : '';
  const ports = dice.onceIn(4)
    ? ''
    : ` ${not}--${dice.pick(['d', 'd', 's']) ?? 'd'}port ${drawPorts(':', dice)}`;
  return [may(`-p ${protocol}${ports}`)];
}
