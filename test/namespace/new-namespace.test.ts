import { describe, expect, it } from 'vitest';
import { newNamespace } from '../../src/namespace/new-namespace.js';

describe('a new namespace', () => {
  const namespace = newNamespace();

  // `unshare -n ip link`: 1: lo: <LOOPBACK> mtu 65536 ... state DOWN
  it('has lo, down and without an address', () => {
    expect(namespace.links.toArray()).toMatchObject([
      { index: 1, name: 'lo', kind: 'loopback', up: false, mtuBytes: 65536, addresses: [] },
    ]);
  });

  // `unshare -n ip rule`, `unshare -n ip -6 rule`
  it('has the default rules of both families', () => {
    const priorities = (family: 'v4' | 'v6'): number[] =>
      namespace[family].rules.map((rule) => rule.priority).toArray();
    expect(priorities('v4')).toEqual([0, 32766, 32767]);
    expect(priorities('v6')).toEqual([0, 32766]);
  });

  // `unshare -n ip route show table local`: Error: ipv4: FIB table does not exist. The same with -6: nothing, status 0.
  it('has no IPv4 table and two empty IPv6 ones', () => {
    expect(namespace.v4.tables.size).toBe(0);
    expect(namespace.v6.tableOrder.toArray()).toEqual([254, 255]);
  });
});
