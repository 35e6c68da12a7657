import { namespaceOf, withNamespace } from '../../machine/machine.js';
import { bridgeOf } from '../../namespace/bridge-ports.js';
import {
  NEW_PORT_FLAGS,
  type BridgePortFlag,
  type BridgePortFlags,
} from '../../namespace/link-kind/bridge.js';
import type { Link } from '../../namespace/link.js';
import { linkByName, withLink, type Namespace } from '../../namespace/namespace.js';
import { Refusal } from '../refusal.js';
import type { CommandContext, CommandResult } from '../command.js';
import type { Words } from '../ip/arguments.js';
import { succeed } from '../result.js';
import { LINK_USAGE } from './link-usage.js';
import { errnoRefusal, EXIT, refuseByErrno, refuseInWords, refuseUnsimulated } from './refuse.js';

/** `bridge link set`: what a port of a bridge does with frames. Source: `brlink_modify` of iproute2; `br_setport`. */
export function setPort(context: CommandContext, words: Words): CommandResult {
  const { dev, flags, self, master } = readRequest(words);
  const { machine, namespace: here } = context;
  const namespace = namespaceOf(machine, here);
  if (dev === undefined) return refuseInWords('Device is a required argument.');
  const link = linkByName(namespace, dev) ?? refuseInWords(`Cannot find bridge device "${dev}"`);
  // The drivers of devices have nothing to set.
  if (self && !master) return refuseByErrno('EOPNOTSUPP');
  const changed = withFlags(namespace, link, flags) ?? refuseByErrno('EOPNOTSUPP');
  const left = withNamespace(machine, here, changed);
  if (!self) return succeed(left);
  throw errnoRefusal('EOPNOTSUPP').leaving(left);
}

function withFlags(
  namespace: Namespace,
  { index, master }: Link,
  flags: Partial<BridgePortFlags>,
): Namespace | undefined {
  const bridge = bridgeOf(namespace, { master });
  if (bridge?.settings.kind !== 'bridge') return undefined;
  const ports = bridge.settings.ports.map((port) =>
    port.index === index ? { ...port, flags: { ...port.flags, ...flags } } : port,
  );
  return withLink(namespace, { ...bridge, settings: { ...bridge.settings, ports } });
}

interface Request {
  readonly dev: string | undefined;
  readonly flags: Partial<BridgePortFlags>;
  readonly self: boolean;
  readonly master: boolean;
}

function readRequest(words: Words): Request {
  let dev: string | undefined;
  let self = false;
  let master = false;
  const flags: Partial<Record<BridgePortFlag, boolean>> = {};
  let word: string | undefined;
  while ((word = words.take()) !== undefined) {
    if (word === 'dev') dev = words.next();
    else if (word === 'self') self = true;
    else if (word === 'master') master = true;
    else if (isFlag(word)) flags[word] = readOnOff(words, word);
    else if (IDLE.has(word)) {
      if (readOnOff(words, word)) refuseUnsimulated(`bridge link set ${word}`);
      // Only cards that switch frames themselves look at it.
    } else if (word === 'learning_sync') readOnOff(words, word);
    else if (VALUED.has(word)) refuseUnsimulated(`bridge link set ${word}`);
    else if (word === 'help') refuseUnsimulated('bridge link help');
    else throw new Refusal(EXIT, LINK_USAGE);
  }
  return { dev, flags, self, master };
}

function isFlag(word: string): word is BridgePortFlag {
  return Object.hasOwn(NEW_PORT_FLAGS, word);
}

/** What may be switched off, as it is. */
const IDLE: ReadonlySet<string> = new Set(
  'guard fastleave root_block mcast_to_unicast neigh_suppress neigh_vlan_suppress vlan_tunnel locked mab'.split(
    ' ',
  ),
);

const VALUED: ReadonlySet<string> = new Set(
  'cost priority state mcast_router mcast_max_groups hwmode backup_port nobackup_port backup_nhid'.split(
    ' ',
  ),
);

function readOnOff(words: Words, name: string): boolean {
  const word = words.next();
  if (word === 'on' || word === 'off') return word === 'on';
  const why = `Error: argument of "${name}" must be one of "off", "on", not "${word}"\n`;
  throw new Refusal(234, why);
}
