import { ROUTE_TYPES, type RouteType } from '../../fib/route.js';
import { matches } from './arguments.js';

/** Types whose names can't be shortened; `unspec` can't be asked for. */
const WHOLE_TYPES: ReadonlySet<string> = new Set(['local', 'nat', 'throw']);
const SHORT_TYPES = [
  'broadcast',
  'anycast',
  'multicast',
  'prohibit',
  'unreachable',
  'blackhole',
  'xresolve',
  'unicast',
] as const satisfies readonly RouteType[];

/** Reads the name of a route type; undefined when the word is none. Source: `rtnl_rtntype_a2n`. */
export function readRouteType(word: string): RouteType | undefined {
  if (WHOLE_TYPES.has(word)) return ROUTE_TYPES.find((type) => type === word);
  if (word === 'brd') return 'broadcast';
  return SHORT_TYPES.find((type) => matches(word, type));
}

/** Prints a route type by its number: its name, or the number when it has none or numbers are asked for. */
export function printRouteType(number: number, numeric: boolean): string {
  if (numeric) return String(number);
  return number === 0 ? 'none' : (ROUTE_TYPES[number] ?? String(number));
}
