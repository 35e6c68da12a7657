import { change } from '../../../../machine/link-at.js';
import { freeIndex } from '../../../../machine/add-device.js';
import { withNamespace, type Machine } from '../../../../machine/machine.js';
import type { Link } from '../../../../namespace/link.js';
import { withLink } from '../../../../namespace/namespace.js';
import type { IpContext } from '../../ip-context.js';
import type { NewDevicePlace } from './kind-words.js';

/** The machine of a command with a device as it is then. */
export function leftWith({ machine, namespace }: IpContext, link: Link): Machine {
  return change(machine, { namespace, index: link.index }, (before) => withLink(before, link));
}

/** The machine that a device leaves which was made and then refused: its ifindex is used up. Source: `register_netdevice`. */
export function leftBehind({ machine, namespace, here, request }: NewDevicePlace): Machine {
  if (request.index !== undefined) return machine;
  const after = namespace.set('lastIfindex', freeIndex(namespace));
  return withNamespace(machine, request.netns ?? here, after);
}
