import { familyOf, type IpSet } from '../../ipset/ip-set.js';
import type { Dice } from '../dice.js';
import { Command, may, must, type Phrase } from './command.js';
import { drawPrefix } from './draw-values.js';
import type { Surroundings } from './surroundings.js';

/** The sets that commands make, by what they hold. */
const MADE = [
  ['nets', 'hash:net'],
  ['hosts', 'hash:ip'],
  ['pairs', 'hash:ip,port'],
  ['services', 'hash:net,port'],
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
      const isOfNets = set.kind === 'hash' && set.type.dimensions.includes('net');
      return new Command([entry, may(isOfNets && dice.onceIn(4) ? 'nomatch' : undefined)]);
    }
  }
}

/** `-m set` with one of the host's sets; nothing when it has none. */
export function drawSetMatch(around: Surroundings, dice: Dice): Phrase {
  const set = dice.pick(setsOf(around));
  if (set === undefined || !dice.onceIn(4)) return may(undefined);
  const side = dice.pick(['src', 'dst']) ?? 'dst';
  const sides = set.kind === 'hash' ? set.type.dimensions.map(() => side).join(',') : side;
  return may(`-m set ${dice.onceIn(4) ? '! ' : ''}--match-set ${set.name} ${sides}`);
}

/** The sets for addresses of a family. */
function setsOf({ namespace, family }: Surroundings): readonly IpSet[] {
  return [...namespace.sets]
    .filter((set) => set !== undefined)
    .filter((set) => familyOf(set) === family);
}

function drawCreation({ family }: Surroundings, dice: Dice): Command {
  const [name, type] = dice.pick(MADE) ?? MADE[0];
  const inet = family === 4 ? 'inet' : 'inet6';
  return new Command([
    must(`ipset create ${name}${family} ${type} family ${inet} initval ${family}`),
    must('-exist'),
  ]);
}

function drawEntry(set: IpSet, around: Surroundings, dice: Dice): string {
  const prefix = drawPrefix(around, dice);
  const isOfNets = set.kind === 'hash' && set.type.dimensions[0] === 'net';
  // The network of all addresses can't be in a set, and a host is the first address of a prefix.
  const address = isOfNets && !prefix.endsWith('/0') ? prefix : hostOf(prefix, around);
  const isOfPorts = set.kind === 'hash' && set.type.dimensions.includes('port');
  if (!isOfPorts) return address;
  const protocol = dice.pick(['tcp', 'udp']) ?? 'tcp';
  return `${address},${protocol}:${dice.pick([22, 25, 53, 80, 443]) ?? 80}`;
}

function hostOf(prefix: string, { family }: Surroundings): string {
  const [address = ''] = prefix.split('/');
  if (address !== '0.0.0.0' && address !== '::') return address;
  return family === 4 ? '10.0.0.1' : '2001:db8::1';
}
