import type { Insertion } from '../../../fib/insertion.js';
import type { CommandResult } from '../../command.js';
import { Refusal } from '../../refusal.js';
import { EXIT_USAGE, matches, refuseNotSimulated, refuseWithUsage, Words } from '../arguments.js';
import type { IpContext, IpObject } from '../ip-context.js';
import { flushRoutes } from './flush.js';
import { getRoute } from './get.js';
import { putRoute } from './new-route.js';
import { dropRoute } from './old-route.js';
import { showRoutes } from './show.js';
import { ROUTE_USAGE } from './usage.js';

type Action = (context: IpContext, words: Words) => CommandResult;

const put =
  (insertion: Insertion): Action =>
  (context, words) =>
    putRoute(context, words, insertion);

const notSimulated =
  (name: 'save' | 'restore' | 'showdump'): Action =>
  () =>
    refuseNotSimulated(`ip route ${name}`);

/** The actions in the order in which ip(8) tries them: an abbreviation means the first that fits. Source: `do_iproute`. */
const ACTIONS: readonly (readonly [name: string, action: Action])[] = [
  ['add', put('add')],
  ['change', put('change')],
  ['replace', put('replace')],
  ['prepend', put('prepend')],
  ['append', put('append')],
  ['test', put('test')],
  ['delete', dropRoute],
  ['list', showRoutes],
  ['show', showRoutes],
  ['lst', showRoutes],
  ['get', getRoute],
  ['flush', flushRoutes],
  ['save', notSimulated('save')],
  ['restore', notSimulated('restore')],
  ['showdump', notSimulated('showdump')],
  ['help', () => refuseWithUsage(ROUTE_USAGE)],
];

/** `ip route`. */
export const routeObject: IpObject = (context) => {
  const words = new Words(context.argv);
  const word = words.take() ?? 'list';
  const action =
    word === 'chg' ? put('change') : ACTIONS.find(([name]) => matches(word, name))?.[1];
  if (action !== undefined) return action(context, words);
  throw new Refusal(EXIT_USAGE, `Command "${word}" is unknown, try "ip route help".\n`);
};
