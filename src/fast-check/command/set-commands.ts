import { assertNever } from '../../assert-never.js';
import { hasNetworks, type Dimension } from '../../ipset/hash-type.js';
import { dimensionsOf, familyOf, type IpSet } from '../../ipset/ip-set.js';
import type { Dice } from '../dice.js';
import { Command, may, must, type Phrase } from './command.js';
import { drawDevice, drawMark, drawPrefix } from './draw-values.js';
import type { Surroundings } from './surroundings.js';

/** The sets that commands make, by what they hold, with the options that they are made with besides. */
const MADE = [
  ['nets', 'hash:net', ''],
  ['hosts', 'hash:ip', ''],
  ['pairs', 'hash:ip,port', 'counters'],
  ['services', 'hash:net,port', ''],
  ['counts', 'hash:ip', 'counters'],
  ['marks', 'hash:net', 'skbinfo'],
  ['blocks', 'hash:ip,port', 'netmask 24'],
  ['few', 'hash:ip', 'forceadd maxelem 5'],
] as const;

/** Draws an `ipset` command: most add an entry to a set that is there, others make one, delete an entry, empty a set. */
export function drawSetCommand(around: Surroundings, dice: Dice): Command {
  const set = dice.pick(setsOf(around));
  if (set === undefined || dice.onceIn(4)) return drawCreation(around, dice);
  const { name } = set;
  switch (dice.between(1, 10)) {
    case 1:
      return new Command([must(`ipset flush ${name}`)]);
    case 2:
      return new Command([must(`ipset del ${name} ${drawEntry(set, around, dice)} -exist`)]);
    default: {
      const entry = must(`ipset add ${name} ${drawEntry(set, around, dice)} -exist`);
      const isOfNets = set.kind === 'hash' && hasNetworks(set.type);
      return new Command([
        entry,
        may(isOfNets && dice.onceIn(4) ? 'nomatch' : undefined),
        may(
          set.counters ? `packets ${dice.between(0, 3)} bytes ${dice.between(0, 200)}` : undefined,
        ),
        may(set.mappings ? `skbmark ${drawMark(dice)}` : undefined),
      ]);
    }
  }
}

/** `-m set` with one of the host's sets; nothing when it has none. */
export function drawSetMatch(around: Surroundings, dice: Dice): Phrase {
  const set = dice.pick(setsOf(around));
  if (set === undefined || !dice.onceIn(4)) return may(undefined);
  const not = dice.onceIn(4) ? '! ' : '';
  const counted = set.counters && dice.onceIn(2) ? ` --packets-gt ${dice.between(0, 3)}` : '';
  return may(`-m set ${not}--match-set ${set.name} ${drawSides(set, dice)}${counted}`);
}

/** `SET --map-set` with a set whose entries have marks for packets; undefined when the host has none. */
export function drawSetMapping(around: Surroundings, dice: Dice): string | undefined {
  const set = dice.pick(setsOf(around).filter(({ mappings }) => mappings));
  if (set === undefined) return undefined;
  return `SET --map-set ${set.name} ${drawSides(set, dice)} --map-mark`;
}

/** `SET --add-set` or `--del-set` with one of the host's sets; undefined when it has none. */
export function drawSetChange(around: Surroundings, dice: Dice): string | undefined {
  const set = dice.pick(setsOf(around));
  if (set === undefined) return undefined;
  const does = dice.onceIn(3) ? '--del-set' : '--add-set';
  return `SET ${does} ${set.name} ${drawSides(set, dice)}`;
}

/** One side, as often as a set looks at one. */
function drawSides(set: IpSet, dice: Dice): string {
  const side = dice.pick(['src', 'dst']) ?? 'dst';
  return Array.from({ length: dimensionsOf(set) }, () => side).join(',');
}

/** The sets for addresses of a family. */
function setsOf({ namespace, family }: Surroundings): readonly IpSet[] {
  return [...namespace.sets]
    .filter((set) => set !== undefined)
    .filter((set) => familyOf(set) === family);
}

function drawCreation({ family }: Surroundings, dice: Dice): Command {
  // Kernels are built without the types for IPv6 that have link-layer addresses.
  if (family === 4 && dice.onceIn(MADE.length + 1)) {
    return new Command([
      must('ipset create frames4 bitmap:ip,mac range 10.0.0.0/16 counters -exist'),
    ]);
  }
  const [name, type, options] = dice.pick(MADE) ?? MADE[0];
  const inet = family === 4 ? 'inet' : 'inet6';
  return new Command([
    must(`ipset create ${name}${family} ${type} family ${inet} initval ${family}`),
    may(options === '' ? undefined : options),
    must('-exist'),
  ]);
}

function drawEntry(set: IpSet, around: Surroundings, dice: Dice): string {
  if (set.kind === 'bitmap:ip,mac') return drawFrame(dice);
  const dimensions = set.kind === 'hash' ? set.type.dimensions : (['ip'] as const);
  return dimensions.map((dimension) => drawPart(dimension, around, dice)).join(',');
}

/** An address, and more often than not the link-layer address that goes with it. */
function drawFrame(dice: Dice): string {
  const address = `10.0.${dice.between(0, 3)}.${dice.between(1, 3)}`;
  return dice.onceIn(3) ? address : `${address},02:00:00:00:00:0${dice.between(1, 3)}`;
}

function drawPart(dimension: Dimension, around: Surroundings, dice: Dice): string {
  switch (dimension) {
    case 'ip':
      return hostOf(drawPrefix(around, dice), around);
    case 'net': {
      const prefix = drawPrefix(around, dice);
      // The network of all addresses can't be in a set.
      return prefix.endsWith('/0') ? hostOf(prefix, around) : prefix;
    }
    case 'port': {
      const protocol = dice.pick(['tcp', 'udp']) ?? 'tcp';
      return `${protocol}:${dice.pick([22, 25, 53, 80, 443]) ?? 80}`;
    }
    case 'iface':
      return drawDevice(around, dice);
    case 'mac':
      return `02:00:00:00:00:0${dice.between(1, 3)}`;
    case 'mark':
      return `0x${dice.between(0, 3).toString(16)}`;
    default:
      return assertNever(dimension);
  }
}

/** The first address of a prefix; of all of them another that can be in a set. */
function hostOf(prefix: string, { family }: Surroundings): string {
  const [address = ''] = prefix.split('/');
  if (address !== '0.0.0.0' && address !== '::') return address;
  return family === 4 ? '10.0.0.1' : '2001:db8::1';
}
