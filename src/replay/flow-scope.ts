import type { Host } from '../host/host.js';
import type { FlowScope } from './flows/flow-scope.js';

/** What readers of packets need to know of a host. */
export function flowScope({ namespace, accounts }: Host, unsent: FlowScope['unsent']): FlowScope {
  const links = namespace.links.toArray();
  const devices = new Map(links.map(({ name, index }) => [name, index]));
  const own = new Set(
    links.flatMap(({ addresses }) => addresses.map(({ local: { words } }) => keyOf(words))),
  );
  return {
    ifindex: (name) => devices.get(name),
    accounts,
    isOwn: ({ words }) => own.has(keyOf(words)),
    unsent,
  };
}

/** Asked for every packet of a capture: an IPv4 address is its own key. */
function keyOf(words: readonly number[]): number | string {
  return words.length === 1 ? (words[0] ?? 0) : words.join(' ');
}
