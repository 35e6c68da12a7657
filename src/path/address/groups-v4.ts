import type { Namespace } from '../../namespace/namespace.js';
import type { AddressField } from '../../packet/field.js';
import { addressIs } from '../../predicate/address-predicate.js';
import { all, type Predicate } from '../../predicate/predicate.js';
import { deviceWhere } from '../device.js';
import { ALL_HOSTS } from './address-sets-v4.js';

/** Holds when an address is that of an IPv4 group which the device of the route is in: of all hosts, as long as it is up. Source: `ip_check_mc_rcu`. */
export function isJoinedGroup4(namespace: Namespace, field: AddressField): Predicate {
  const isUp = deviceWhere(namespace, 'routeDev', (link) => link.up);
  return all([addressIs(field, ALL_HOSTS), isUp]);
}
