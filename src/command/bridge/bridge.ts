import { matches, Words } from '../ip/arguments.js';
import type { Command, CommandContext, CommandResult } from '../command.js';
import { withModules } from '../ip/module-asked-for.js';
import { Refusal } from '../refusal.js';
import { refuse, resultOf } from '../result.js';
import type { BridgeOptions } from './bridge-options.js';
import { fdb } from './fdb.js';
import { link } from './link.js';
import { refuseInWords, refuseUnsimulated } from './refuse.js';
import { vlan } from './vlan.js';
import { refusedNetns } from '../ip/netns/refuse-netns.js';

/** The objects of `bridge`, in the order in which it tries them. */
const OBJECTS = ['link', 'fdb', 'mdb', 'mst', 'vlan', 'vni', 'monitor', 'help'];

/** What runs the commands of an object. */
type Run = (context: CommandContext, words: Words, options: BridgeOptions) => CommandResult;

const RUNS: ReadonlyMap<string, Run> = new Map([
  ['fdb', fdb],
  ['vlan', vlan],
  ['link', link],
]);

/** `bridge`, of iproute2: forwarding entries, the ports of bridges. Source: bridge(8). */
export const bridgeCommand: Command = (context) => {
  try {
    return run(context);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return resultOf(error, context);
  }
};

function run(context: CommandContext): CommandResult {
  const words = new Words(context.argv);
  let { namespace } = context;
  const options = { json: false, pretty: false, details: false };
  for (let word = words.peek; word?.startsWith('-') === true; word = words.peek) {
    words.take();
    const option = word.replace(/^--/, '-');
    if (matches(option, '-netns') && option.length > 1) namespace = words.next();
    else if (matches(option, '-json') && option.length > 1) options.json = true;
    else if (matches(option, '-details') && option.length > 1) options.details = true;
    else if (matches(option, '-pretty') && option.length > 1) options.pretty = true;
    else refuseUnsimulated(`bridge -${option.slice(1)}`);
  }
  if (!context.machine.namespaces.has(namespace)) {
    return refuse(context, 255, refusedNetns(namespace));
  }
  const word = words.take();
  if (word === undefined) return refuseUnsimulated('bridge without words');
  const object = OBJECTS.find((name) => matches(word, name));
  if (object === undefined) {
    return refuseInWords(`Object "${word}" is unknown, try "bridge help".`);
  }
  const runObject = RUNS.get(object) ?? refuseUnsimulated(`bridge ${object}`);
  const rest = words.rest();
  return withModules(
    { ...context, namespace },
    (inside) => runObject(inside, new Words(rest), options),
    () => refuseUnsimulated('bridge of a module whose devices have no place'),
  );
}
