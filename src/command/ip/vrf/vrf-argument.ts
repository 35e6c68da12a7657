import type { Link } from '../../../namespace/link.js';
import { linkByIndex, type Namespace } from '../../../namespace/namespace.js';
import { refuseValue, type Words } from '../arguments.js';
import { deviceIndex } from '../device-arguments.js';

/** The VRF that the next word names. @throws Refusal with that reason when it names none. Source: `name_is_vrf` of iproute2. */
export function readVrf(words: Words, namespace: Namespace, reason: string): Link {
  const word = words.next();
  const index = deviceIndex(namespace, word);
  const link = index === undefined ? undefined : linkByIndex(namespace, index);
  return link?.kind === 'vrf' ? link : refuseValue(word, `${reason}\n`);
}

/** The table of the VRF that the next word names. @throws Refusal. Source: `ipvrf_get_table` of iproute2. */
export function readVrfTable(words: Words, namespace: Namespace): number {
  const { settings } = readVrf(words, namespace, 'Invalid VRF');
  return settings.kind === 'vrf' ? settings.table : 0;
}
