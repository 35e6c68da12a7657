import type { Address } from '../../address/address.js';
import { withTraffic } from '../../evaluate/program-of.js';
import { frozen } from '../../frozen.js';
import { learnedKey } from '../../namespace/traffic/learned-key.js';
import type { LinkPlace } from '../../namespace/link.js';
import type { LearnedNeighbour } from '../../namespace/traffic/traffic.js';
import type { Network } from '../network.js';

/** A host keeps what it has been answered, and from where it was asked unless it knows better. Source: `neigh_update`. */
export function learn(
  network: Network,
  { namespace: name, index }: LinkPlace,
  address: Address,
  neighbour: LearnedNeighbour,
): void {
  const namespace = network.namespace(name);
  const { traffic } = namespace;
  const key = learnedKey(index, address);
  const known = traffic.learned.get(key);
  if (known?.lladdr === neighbour.lladdr && known.answered) return;
  const learned = traffic.learned.set(key, frozen(neighbour));
  network.replace(name, withTraffic(namespace, traffic.set('learned', learned)));
}
