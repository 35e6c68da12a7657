import { printPrefix } from '../../address/address-text.js';
import type { Dice } from '../dice.js';
import { Command, may, must, type Phrase } from './command.js';
import { drawDevice, drawOwnAddress, drawPrefix, drawTable, sometimes } from './draw-values.js';
import type { Surroundings } from './surroundings.js';

/** Draws an `ip route` command: most add a route, others change or remove one that is there. */
export function drawRouteCommand(around: Surroundings, dice: Dice): Command {
  const chance = dice.between(1, 20);
  if (chance === 1)
    return new Command([must(`${tool(around)} route flush table ${drawTable(dice)}`)]);
  if (chance <= 4) return removal(around, dice) ?? addition(around, dice, 'add');
  const verb = dice.pick(['add', 'add', 'add', 'append', 'prepend', 'replace', 'change']) ?? 'add';
  return addition(around, dice, verb);
}

/** Draws an `ip route add`. */
export function drawRouteAddition(around: Surroundings, dice: Dice): Command {
  return addition(around, dice, 'add');
}

function tool({ family }: Surroundings): string {
  return family === 4 ? 'ip' : 'ip -6';
}

function addition(around: Surroundings, dice: Dice, verb: string): Command {
  // What replaces or changes a route has the prefix of one.
  const there = verb === 'add' || dice.onceIn(3) ? undefined : ownRoute(around, dice);
  const prefix = there === undefined ? drawPrefix(around, dice) : printPrefix(there.dst);
  const table = there === undefined ? sometimes(dice, () => drawTable(dice)) : String(there.table);
  const isError = dice.onceIn(5);
  const type = dice.pick(['blackhole', 'unreachable', 'prohibit', 'throw']) ?? 'blackhole';
  return new Command([
    must(`${tool(around)} route ${verb} ${isError ? `${type} ` : ''}${prefix}`),
    ...(isError ? [] : nexthop(around, dice)),
    may(sometimes(dice, () => (around.family === 4 ? 'tos 0x10' : undefined))),
    may(sometimes(dice, () => `metric ${dice.pick([10, 20]) ?? 10}`)),
    may(table === undefined ? undefined : `table ${table}`),
    ...(isError ? [] : [may(sometimes(dice, () => after('src', drawOwnAddress(around, dice))))]),
    may(sometimes(dice, () => 'proto static')),
  ]);
}

function nexthop(around: Surroundings, dice: Dice): readonly Phrase[] {
  const hop = dice.onceIn(4) ? undefined : dice.pick(around.neighbours);
  if (hop === undefined) return [must(`dev ${drawDevice(around, dice)}`)];
  return [must(`via ${hop.address}`), may(sometimes(dice, () => `dev ${hop.dev}`))];
}

/** A route that a command has made. */
function ownRoute(
  { routes }: Surroundings,
  dice: Dice,
): Surroundings['routes'][number] | undefined {
  return dice.pick(routes.filter(({ written }) => written !== undefined));
}

function removal(around: Surroundings, dice: Dice): Command | undefined {
  const route = dice.onceIn(5) ? dice.pick(around.routes) : ownRoute(around, dice);
  if (route === undefined) return undefined;
  const type = route.type === 'unicast' ? '' : `${route.type} `;
  return new Command([
    must(`${tool(around)} route del ${type}${printPrefix(route.dst)}`),
    ...(route.tos === 0 ? [] : [must(`tos 0x${route.tos.toString(16)}`)]),
    may(route.metric === 0 ? undefined : `metric ${route.metric}`),
    must(`table ${route.table}`),
  ]);
}

function after(word: string, value: string | undefined): string | undefined {
  return value === undefined ? undefined : `${word} ${value}`;
}
