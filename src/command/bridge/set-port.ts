import { namespaceOf, withNamespace } from '../../machine/machine.js';
import { bridgeOf } from '../../namespace/bridge-ports.js';
import { changeBridgePort } from '../../namespace/change-bridge-port.js';
import { withLink } from '../../namespace/namespace.js';
import type { CommandContext, CommandResult } from '../command.js';
import type { Words } from '../ip/arguments.js';
import { deviceNamed } from '../ip/device-arguments.js';
import { succeed } from '../result.js';
import { readPortRequest } from './port-request.js';
import { errnoRefusal, refuseByErrno, refuseInWords, refusalInWords } from './refuse.js';

/** `bridge link set`: what a port of a bridge does with frames, and its numbers. Source: `brlink_modify` of iproute2; `br_setport`. */
export function setPort(context: CommandContext, words: Words): CommandResult {
  const { machine, namespace: here } = context;
  const namespace = namespaceOf(machine, here);
  const isDevice = (name: string): boolean => deviceNamed(namespace, name) !== undefined;
  const { dev, change, self, master } = readPortRequest(words, isDevice);
  if (dev === undefined) return refuseInWords('Device is a required argument.');
  const link = deviceNamed(namespace, dev) ?? refuseInWords(`Cannot find bridge device "${dev}"`);
  // The drivers of devices have nothing to set.
  if (self && !master) return refuseByErrno('EOPNOTSUPP');
  const above = bridgeOf(namespace, link) ?? refuseByErrno('EOPNOTSUPP');
  const { bridge, stopped } = changeBridgePort(namespace, above, link.index, change);
  const left = withNamespace(machine, here, withLink(namespace, bridge));
  if (stopped !== undefined) {
    const why =
      'errno' in stopped ? errnoRefusal(stopped.errno) : refusalInWords(`Error: ${stopped.text}.`);
    throw why.leaving(left);
  }
  if (!self) return succeed(left);
  throw errnoRefusal('EOPNOTSUPP').leaving(left);
}
