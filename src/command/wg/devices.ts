import { errno } from '../../errno.js';
import type { Machine } from '../../machine/machine.js';
import { namespaceOf } from '../../machine/machine.js';
import type { Link } from '../../namespace/link.js';
import { linkByIndex, linkByName, type Namespace } from '../../namespace/namespace.js';
import { wireguardOf } from '../../namespace/wireguard/wireguard-of.js';
import type { CommandContext } from '../command.js';
import { giveUp } from './reading.js';
import type { ShownDevice } from './show-column.js';

/** Source: `IFNAMSIZ`, less the end of the string. */
export const MOST_LABEL = 15;

/** The WireGuard devices of the namespace in which a command runs, in the order of their ifindexes. */
export function wireguardDevices(context: CommandContext): readonly ShownDevice[] {
  const namespace = ownNamespace(context);
  return namespace.links.toArray().flatMap((link) => shownDevice(namespace, link) ?? []);
}

/**
 * The WireGuard device of a name.
 *
 * @param begin - what the tool was doing
 * @throws Refusal when there is none
 */
export function wireguardDevice(context: CommandContext, name: string, begin: string): ShownDevice {
  if (name.length > MOST_LABEL) giveUp(`${begin}: ${errno('EINVAL').words}`);
  const namespace = ownNamespace(context);
  const link = linkByName(namespace, name);
  if (link === undefined) return giveUp(`${begin}: ${errno('ENODEV').words}`);
  return shownDevice(namespace, link) ?? giveUp(`${begin}: ${errno('EOPNOTSUPP').words}`);
}

/** The namespace in which a command runs. */
export function ownNamespace(context: {
  readonly machine: Machine;
  readonly namespace: string;
}): Namespace {
  return namespaceOf(context.machine, context.namespace);
}

function shownDevice(namespace: Namespace, link: Link): ShownDevice | undefined {
  const wireguard = wireguardOf(link);
  if (wireguard === undefined) return undefined;
  const interfaceName = (index: number) => linkByIndex(namespace, index)?.name;
  return { name: link.name, wireguard, interfaceName };
}
