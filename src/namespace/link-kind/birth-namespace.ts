import type { Link } from '../link.js';

/** The namespace in which a device was made, with which it goes wherever it has been moved; undefined where it stays. Source: `pernet_operations` of the drivers. */
export function bindingBirth({ settings }: Link): string | undefined {
  // A WireGuard device stays without its sockets.
  const isBound = 'birthNamespace' in settings && settings.kind !== 'wireguard';
  return isBound ? settings.birthNamespace : undefined;
}

/** The same namespace, as its driver reports it: Geneve's doesn't. Source: `get_link_net` of `struct rtnl_link_ops`. */
export function reportedBirth(link: Link): string | undefined {
  return link.kind === 'geneve' ? undefined : bindingBirth(link);
}
