import { addAddress4, deleteAddress4 } from './addresses-v4.js';
import { addAddress6, deleteAddress6 } from './addresses-v6.js';
import type { InterfaceAddress } from './interface-address.js';
import type { Namespace } from '../namespace.js';
import type { NamespaceEdit } from '../namespace-edit.js';

/** Gives the device of that ifindex an address, with all that comes of it in the tables. */
export function addAddress(
  namespace: Namespace,
  index: number,
  address: InterfaceAddress,
): NamespaceEdit {
  return address.local.family === 4
    ? addAddress4(namespace, index, address)
    : addAddress6(namespace, index, address);
}

/** Takes one of its addresses, the object itself, from the device of that ifindex. */
export function deleteAddress(
  namespace: Namespace,
  index: number,
  address: InterfaceAddress,
): Namespace {
  return address.local.family === 4
    ? deleteAddress4(namespace, index, address)
    : deleteAddress6(namespace, index, address);
}
