import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { existingLink, type Namespace } from '../../src/namespace/namespace.js';
import {
  acceptLocal,
  defaultTtl,
  forwarding,
  forwarding6,
  hopLimit,
  ignoreRoutesWithLinkdown,
  ignoreRoutesWithLinkdown6,
  isRouter6,
  promoteSecondaries,
  readSysctl,
  routeLocalnet,
  rpFilter,
  sendRedirects,
  srcValidMark,
} from '../../src/namespace/sysctl/sysctl.js';
import { listSysctls } from '../../src/namespace/sysctl/sysctl-catalogue.js';
import { writeSysctl } from '../../src/namespace/sysctl/sysctl-write.js';
import { namespaceWith } from './host.js';

const write = (namespace: Namespace, name: string, text: string): Namespace => {
  const written = writeSysctl(namespace, name, text);
  if (written.kind !== 'written') throw new Error(`${name}=${text}: ${written.kind}`);
  return written.namespace;
};

const plain = namespaceWith(1);
const eth2 = existingLink(plain, 2);

describe('a switch of IPv4', () => {
  // Source: IN_DEV_ORCONF and IN_DEV_MAXCONF of linux/inetdevice.h; seen with real packets for rp_filter and src_valid_mark (6.18.44).
  it.each([
    ['src_valid_mark', srcValidMark],
    ['accept_local', acceptLocal],
    ['route_localnet', routeLocalnet],
    ['promote_secondaries', promoteSecondaries],
    ['ignore_routes_with_linkdown', ignoreRoutesWithLinkdown],
  ])('%s is on for the device, or for all', (leaf, isOn) => {
    expect(isOn(plain, eth2)).toBe(false);
    expect(isOn(write(plain, `net.ipv4.conf.eth2.${leaf}`, '1'), eth2)).toBe(true);
    expect(isOn(write(plain, `net.ipv4.conf.all.${leaf}`, '1'), eth2)).toBe(true);
    expect(isOn(write(plain, `net.ipv4.conf.lo.${leaf}`, '1'), eth2)).toBe(false);
  });

  it('send_redirects is off when it is off for both', () => {
    expect(sendRedirects(plain, eth2)).toBe(true);
    const half = write(plain, 'net.ipv4.conf.all.send_redirects', '0');
    expect(sendRedirects(half, eth2)).toBe(true);
    expect(sendRedirects(write(half, 'net.ipv4.conf.eth2.send_redirects', '0'), eth2)).toBe(false);
  });

  it('rp_filter is the larger of both', () => {
    const loose = write(plain, 'net.ipv4.conf.all.rp_filter', '2');
    expect(rpFilter(write(loose, 'net.ipv4.conf.eth2.rp_filter', '1'), eth2)).toBe(2);
    const strict = write(plain, 'net.ipv4.conf.all.rp_filter', '1');
    expect(rpFilter(write(strict, 'net.ipv4.conf.eth2.rp_filter', '0'), eth2)).toBe(1);
  });

  it('forwarding is of the device alone, and ip_forward writes it to every one', () => {
    const router = write(plain, 'net.ipv4.ip_forward', '1');
    expect(forwarding(router, eth2)).toBe(true);
    expect(readSysctl(router, 'net.ipv4.conf.all.forwarding')).toBe('1');
    expect(readSysctl(router, 'net.ipv4.conf.default.forwarding')).toBe('1');
    const not = write(router, 'net.ipv4.conf.eth2.forwarding', '0');
    expect(forwarding(not, eth2)).toBe(false);
    expect(readSysctl(not, 'net.ipv4.ip_forward')).toBe('1');
  });
});

describe('a switch of IPv6', () => {
  it('forwarding is that of all, and makes devices routers one by one', () => {
    const one = write(plain, 'net.ipv6.conf.eth2.forwarding', '1');
    expect([forwarding6(one, eth2), isRouter6(one, eth2)]).toEqual([false, true]);
    const all = write(plain, 'net.ipv6.conf.all.forwarding', '1');
    expect([forwarding6(all, eth2), isRouter6(all, eth2)]).toEqual([true, true]);
    expect(forwarding6(write(plain, 'net.ipv6.conf.eth2.force_forwarding', '1'), eth2)).toBe(true);
  });

  it('ignore_routes_with_linkdown of all is written to the devices', () => {
    const all = write(plain, 'net.ipv6.conf.all.ignore_routes_with_linkdown', '1');
    expect(ignoreRoutesWithLinkdown6(all, eth2)).toBe(true);
    const own = write(all, 'net.ipv6.conf.eth2.ignore_routes_with_linkdown', '0');
    expect(ignoreRoutesWithLinkdown6(own, eth2)).toBe(false);
  });
});

describe('a key', () => {
  it('that does not exist reads as undefined', () => {
    expect(readSysctl(plain, 'net.ipv4.nosuch')).toBeUndefined();
    expect(readSysctl(plain, 'net.ipv4.conf.eth9.rp_filter')).toBeUndefined();
    expect(readSysctl(plain, 'net.ipv4.neigh.all.gc_stale_time')).toBeUndefined();
  });

  it('that changes what is not simulated keeps its default', () => {
    expect(writeSysctl(plain, 'net.ipv4.conf.all.bc_forwarding', '1').kind).toBe('not simulated');
    expect(writeSysctl(plain, 'net.ipv4.conf.all.bc_forwarding', '0').kind).toBe('written');
    expect(writeSysctl(plain, 'net.ipv6.conf.eth2.addr_gen_mode', '2').kind).toBe('not simulated');
  });

  it('gives back what was written, and leaves the namespace before as it was', () => {
    // Times end at the kernel's tick, and a range of groups from above is none: the session sysctl-twins has them.
    const rounded =
      /^net\.ipv4\.(ip_forward|ping_group_range)$|\.(base_reachable|retrans)_time(_ms)?$/;
    const names = listSysctls(['lo', 'eth2']).filter((name) => !rounded.test(name));
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.integer({ min: -3, max: 3000 }), (name, number) => {
        const before = readSysctl(plain, name);
        const written = writeSysctl(plain, name, `${number}\n`);
        const after = written.kind === 'written' ? written.namespace : undefined;
        fc.pre(after !== undefined && !name.endsWith('.flush'));
        const [first] = (readSysctl(after ?? plain, name) ?? '').split('\t');
        expect(first).toBe(String(number));
        expect(readSysctl(plain, name)).toBe(before);
      }),
    );
  });
});

it('the TTL and the hop limit have the defaults of the kernel', () => {
  expect([defaultTtl(plain), hopLimit(plain, eth2)]).toEqual([64, 64]);
  expect(defaultTtl(write(plain, 'net.ipv4.ip_default_ttl', '9'))).toBe(9);
  expect(hopLimit(write(plain, 'net.ipv6.conf.eth2.hop_limit', '7'), eth2)).toBe(7);
});
