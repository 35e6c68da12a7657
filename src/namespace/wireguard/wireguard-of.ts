import type { Link } from '../link.js';
import type { Wireguard } from './wireguard.js';

/** The configuration of a WireGuard device; undefined for any other device. */
export function wireguardOf({ settings }: Link): Wireguard | undefined {
  return settings.kind === 'wireguard' ? settings : undefined;
}
