import type { Link } from '../link.js';

/** The namespace in which a device was made, as its driver reports it wherever the device is moved; undefined where it doesn't. Source: `get_link_net` of `struct rtnl_link_ops`. */
export function reportedBirth({ kind, settings }: Link): string | undefined {
  switch (settings.kind) {
    case 'tunnel':
    case 'ip6tnl':
    case 'xfrm':
      return settings.birthNamespace;
    case 'overlay':
      return kind === 'vxlan' ? settings.birthNamespace : undefined;
    default:
      return undefined;
  }
}
