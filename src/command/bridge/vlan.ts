import { namespaceOf } from '../../machine/machine.js';
import { bridgeOf } from '../../namespace/bridge-ports.js';
import type { Link } from '../../namespace/link.js';
import type { Namespace } from '../../namespace/namespace.js';
import type { CommandContext, CommandResult } from '../command.js';
import { matches, matchesAny, type Words } from '../ip/arguments.js';
import { printJson } from '../ip/json-text.js';
import { deviceNamed } from '../ip/device-arguments.js';
import { succeed } from '../result.js';
import type { BridgeOptions } from './bridge-options.js';
import { refuseInWords, refuseUnsimulated } from './refuse.js';

/** `bridge vlan`: each port has the default VLAN, and none is given another. Source: `do_vlan` of iproute2. */
export function vlan(context: CommandContext, words: Words, options: BridgeOptions): CommandResult {
  const word = words.take();
  if (word === undefined || matchesAny(word, 'show', 'lst', 'list')) {
    return showVlans(context, words, options);
  }
  const known = ['add', 'delete', 'set', 'tunnelshow', 'global', 'help'].find((one) =>
    matches(word, one),
  );
  if (known !== undefined) return refuseUnsimulated(`bridge vlan ${known}`);
  return refuseInWords(`Command "${word}" is unknown, try "bridge vlan help".`);
}

function showVlans(
  context: CommandContext,
  words: Words,
  { json, pretty, details }: BridgeOptions,
): CommandResult {
  if (details) return refuseUnsimulated('bridge vlan -details');
  const namespace = namespaceOf(context.machine, context.namespace);
  const chosen = readDevice(namespace, words);
  const shown = namespace.links.toArray().flatMap((link) => {
    const vid = chosen === undefined || chosen === link.index ? vlanOf(namespace, link) : 0;
    return vid === 0 ? [] : [{ ifname: link.name, vid }];
  });
  if (json) {
    const items = shown.map(({ ifname, vid }) => ({
      ifname,
      vlans: [{ vlan: vid, flags: ['PVID', 'Egress Untagged'] }],
    }));
    return succeed(context.machine, printJson(items, pretty));
  }
  const lines = shown.map(({ ifname, vid }) => `${ifname.padEnd(18)}${vid} PVID Egress Untagged\n`);
  return succeed(context.machine, ['port              vlan-id  \n', ...lines].join(''));
}

/** Words that the tool doesn't know are passed over. */
function readDevice(namespace: Namespace, words: Words): number | undefined {
  let name: string | undefined;
  let word: string | undefined;
  while ((word = words.take()) !== undefined) {
    if (word === 'dev') name = words.next();
    else if (word === 'vid') refuseUnsimulated('bridge vlan show vid');
  }
  if (name === undefined) return undefined;
  return (deviceNamed(namespace, name) ?? refuseInWords(`Cannot find device "${name}"`)).index;
}

/** The default VLAN of a bridge or of a port of one; 0 for none, as for any other device. */
function vlanOf(namespace: Namespace, link: Link): number {
  const { settings } = bridgeOf(namespace, link) ?? link;
  return settings.kind === 'bridge' ? settings.options.vlan_default_pvid : 0;
}
