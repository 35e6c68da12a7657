import { namespaceOf } from '../../machine/machine.js';
import { pathCost } from '../../machine/path-cost.js';
import { bridgeOf, forwards, portOptionsOf } from '../../namespace/bridge-ports.js';
import type { Link } from '../../namespace/link.js';
import { existingLink, type Namespace } from '../../namespace/namespace.js';
import type { CommandContext, CommandResult } from '../command.js';
import type { Words } from '../ip/arguments.js';
import { printJson, type JsonValue } from '../ip/json-text.js';
import { nameLink } from '../ip/link/link-name.js';
import { linkFlags } from '../ip/link/link-state-words.js';
import { deviceNamed } from '../ip/device-arguments.js';
import { succeed } from '../result.js';
import type { BridgeOptions } from './bridge-options.js';
import { portDetails } from './port-details.js';
import { refuseInWords, refuseUnsimulated } from './refuse.js';

/** `bridge link show`: the ports of bridges. Source: `brlink_show` of iproute2. */
export function showPorts(
  context: CommandContext,
  words: Words,
  { json, pretty, details }: BridgeOptions,
): CommandResult {
  const namespace = namespaceOf(context.machine, context.namespace);
  const ports = selected(namespace, words).map((link) => {
    const port = portOf(context, namespace, link);
    return details ? withDetails(port, portDetails(namespace, link)) : port;
  });
  if (json) {
    const items = ports.map(({ json: item }) => item);
    return succeed(context.machine, printJson(items, pretty));
  }
  return succeed(context.machine, ports.map(({ text }) => text).join(''));
}

/** Ports by the words `dev` and `master`; any other word is passed over. */
function selected(namespace: Namespace, words: Words): readonly Link[] {
  let dev: Link | undefined;
  let master: Link | undefined;
  let word: string | undefined;
  while ((word = words.take()) !== undefined) {
    if (word === 'dev') dev = findDevice(namespace, words);
    else if (word === 'master') master = findDevice(namespace, words);
  }
  return namespace.links.toArray().filter((link) => {
    const isPort = bridgeOf(namespace, link) !== undefined;
    const isMeant = dev === undefined || dev.index === link.index;
    return isPort && isMeant && (master === undefined || master.index === link.master);
  });
}

function findDevice(namespace: Namespace, words: Words): Link {
  const name = words.take() ?? refuseInWords('Command line is not complete. Try option "help"');
  return deviceNamed(namespace, name) ?? refuseInWords(`Cannot find device "${name}"`);
}

interface ShownPort {
  readonly text: string;
  readonly json: { readonly [name: string]: JsonValue };
}

function withDetails(
  { text, json }: ShownPort,
  details: Readonly<Record<string, boolean | number>>,
): ShownPort {
  const words = Object.entries(details).map(([name, value]) => {
    const word = typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
    return `${name} ${word} `;
  });
  return { text: `${text}    ${words.join('')}\n`, json: { ...json, ...details } };
}

function portOf({ namespace: here }: CommandContext, namespace: Namespace, link: Link): ShownPort {
  // The kernel's list of ports doesn't say either in which namespace the other end is. Source: `br_fill_ifinfo`.
  const { text, json, lowerIsDown } = nameLink(namespace, here, link, true);
  const bridge = existingLink(namespace, link.master ?? 0);
  const flags = [...linkFlags(link), ...(lowerIsDown ? ['M-DOWN'] : [])];
  const state = forwards(bridge, link) ? 'forwarding' : 'disabled';
  const { priority } = portOptionsOf(namespace, link);
  const cost = pathCost(namespace, link) ?? refuseUnsimulated('bridge link of a bond of 802.3ad');
  return {
    text: `${link.index}: ${text}: <${flags.join(',')}> mtu ${link.mtuBytes} master ${bridge.name} state ${state} priority ${priority} cost ${cost} \n`,
    json: {
      ifindex: link.index,
      ...json,
      flags,
      mtu: link.mtuBytes,
      master: bridge.name,
      state,
      priority,
      cost,
    },
  };
}
