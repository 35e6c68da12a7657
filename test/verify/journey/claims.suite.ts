import { expect, it } from 'vitest';
import { proveClaim } from '../../../src/verify/ask/claim.js';
import type { Take } from '../../sample.js';
import { LEAKING, PACKED } from './packed.js';
import { TUNNELS } from './tunnels.js';

const DNS = 'every ipv4 unbound mark 0 ttl 0 length 28-500 udp dport 53';

const CLAIMS = [
  ['split', `${DNS} to 192.168.77.5 reaches 192.168.77.5 in namespace lan`, 'proved'],
  ['split', `${DNS} to 192.168.77.5 reaches in namespace lan`, 'proved'],
  ['split', `${DNS} to 192.168.77.5 reaches 192.168.77.1`, 'wrong'],
  ['split', `${DNS} to 192.168.77.6 reaches 192.168.77.6`, 'wrong'],
  ['split', 'every tcp to 192.168.77.5 dport 23 never reaches in namespace lan', 'proved'],
  ['split', 'every tcp to 192.168.77.5 dport 22 never reaches in namespace lan', 'wrong'],
  ['split', `${DNS} to 192.168.77.0/24 never leaves by eth0 unencrypted`, 'proved'],
  ['split', `${DNS} to 203.0.113.9 never leaves by eth0 unencrypted`, 'wrong'],
  ['split', `${DNS} to 192.168.77.5 never leaves by n1 in namespace net unencrypted`, 'proved'],
  ['split', `${DNS} to 192.168.77.5 never leaves by l0 in namespace far unencrypted`, 'wrong'],
  ['everything', `${DNS} to 203.0.113.0/24 never leaves by eth0 unencrypted`, 'proved'],
  ['everything', `${DNS} to 203.0.113.0/24 never leaves by eth0`, 'proved'],
  ['loop', `${DNS} to 198.51.100.2 never reaches in namespace lan`, 'undecided'],
] as const;

const PACKED_CLAIMS = [
  ['ipip', `${DNS} tos 0 to 192.168.77.5 reaches 192.168.77.5 in namespace lan`, 'proved'],
  ['ipip', `${DNS} to 192.168.77.5 reaches 192.168.77.5 in namespace lan`, 'wrong'],
  ['ipip', `${DNS} tos 0 to 192.168.77.5 never leaves by e0 unencrypted`, 'wrong'],
  ['gre', `${DNS} to 192.168.77.5 never leaves by e0`, 'proved'],
  ['gre', `${DNS} to 192.168.77.5 never leaves by e0 unencrypted`, 'proved'],
  ['gre', `${DNS} to 192.168.77.5 never leaves by e1 unencrypted`, 'wrong'],
  ['gretap', `${DNS} to 192.168.77.5 reaches 192.168.77.5 in namespace lan`, 'proved'],
  ['vxlan', `${DNS} to 192.168.77.5 never leaves by e1 unencrypted`, 'proved'],
  ['vxlan', 'every udp dport 99 to 192.168.77.5 never leaves by e1 unencrypted', 'wrong'],
  ['geneve', 'every tcp dport 23 to 192.168.77.5 never reaches in namespace lan', 'proved'],
  ['ip6tnl', `${DNS} to 192.168.77.5 reaches 192.168.77.5 in namespace lan`, 'proved'],
  ['wrongKey', 'every packet to 192.168.77.5 never reaches in namespace lan', 'proved'],
] as const;

const LEAKING_CLAIMS = [
  [`${DNS} to 203.0.113.9 reaches 203.0.113.9 in namespace far`, 'proved'],
  [`${DNS} to 203.0.113.200 reaches in namespace far`, 'wrong'],
  ['every tcp dport 23 to 10.0.0.2 never leaves by e0 unencrypted', 'proved'],
  ['every udp dport 22 to 10.0.0.2 never leaves by e0 unencrypted', 'wrong'],
  ['every unbound udp dport 99 to 10.0.0.2 never reaches in namespace far', 'proved'],
] as const;

/** Has claims about the end of journeys judged by what the networks are made for. */
export function testClaims(take: Take): void {
  it.each(take(CLAIMS))('%s: %s', (name, text, kind) => {
    expect(proveClaim(TUNNELS[name], text).kind).toBe(kind);
  });
  it.each(take(PACKED_CLAIMS))('%s: %s', (name, text, kind) => {
    expect(proveClaim(PACKED[name](), text).kind).toBe(kind);
  });
  it.each(take(LEAKING_CLAIMS))('by a VRF: %s', (text, kind) => {
    expect(proveClaim(LEAKING(), text).kind).toBe(kind);
  });
}
