import { isLimitedBroadcast, isMulticast } from '../../address/address-class.js';
import { isUnspecified, type Address } from '../../address/address.js';
import { addressBits } from '../../address/family.js';
import { makePrefix } from '../../address/prefix.js';
import { routesAt } from '../../fib/fib-table.js';
import { TABLE } from '../../fib/route.js';
import type { FamilyState, Namespace } from '../namespace.js';

/**
 * Returns whether table local, or the other one that is given, with main while they are one, calls an IPv4 address local; a group's address never is, whatever the
 * tables hold. Source: `inet_addr_type`.
 */
export function isLocal4(
  { v4 }: Namespace,
  address: Address,
  other: number = TABLE.local,
): boolean {
  if (isMulticast(address) || isLimitedBroadcast(address) || isUnspecified(address)) return false;
  const local = [TABLE.local, ...(v4.customRules ? [] : [TABLE.main])];
  return isLocalIn(v4, address, local) || (other > 0 && isLocalIn(v4, address, [other]));
}

function isLocalIn(v4: FamilyState, address: Address, ids: readonly number[]): boolean {
  const tables = ids.flatMap((id) => v4.tables.get(id) ?? []);
  for (let length = addressBits(4); length >= 0; length -= 1) {
    const prefix = makePrefix(address, length);
    const found = tables
      .flatMap((table) => routesAt(table, prefix))
      .find((route) => route.tos === 0);
    if (found !== undefined) return found.type === 'local';
  }
  return false;
}
