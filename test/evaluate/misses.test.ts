import { describe, expect, it } from 'vitest';
import { parseAddress, parsePrefix } from '../../src/address/address-text.js';
import { maskWords } from '../../src/address/prefix.js';
import { Host } from '../../src/host/host.js';
import { udp } from '../../src/packet/make-packet.js';
import { addressIn } from '../../src/predicate/address-predicate.js';
import { findShortfalls } from '../../src/evaluate/misses.js';
import { zeroRegisters } from '../../src/evaluate/registers.js';
import { all, any, equals, inRange, not } from '../../src/predicate/predicate.js';

const registers = { ...zeroRegisters(), mark: 0, protocol: 17, dport: 53 };

describe('shortfalls', () => {
  it('are none when the predicate holds', () => {
    expect(findShortfalls(equals('dport', 53), registers)).toEqual([]);
  });

  it('name every conjunct that failed, and only those', () => {
    const predicate = all([equals('protocol', 17), equals('mark', 2), inRange('dport', 80, 90)]);
    expect(findShortfalls(predicate, registers)).toEqual([
      { negated: false, conditions: [equals('mark', 2)] },
      { negated: false, conditions: [inRange('dport', 80, 90)] },
    ]);
  });

  it('report alternatives on one field together', () => {
    const ports = any([equals('dport', 80), equals('dport', 443)]);
    expect(findShortfalls(ports, registers)).toEqual([
      { negated: false, conditions: [equals('dport', 80), equals('dport', 443)] },
    ]);
  });

  it('report the nearest of other alternatives', () => {
    const far = all([equals('mark', 1), equals('tos', 8)]);
    expect(findShortfalls(any([far, equals('dport', 25)]), registers)).toEqual([
      { negated: false, conditions: [equals('dport', 25)] },
    ]);
  });

  it('of a negation is what should not have held', () => {
    expect(
      findShortfalls(not(all([equals('protocol', 17), equals('dport', 53)])), registers),
    ).toEqual([{ negated: true, conditions: [equals('protocol', 17), equals('dport', 53)] }]);
  });
});

describe('shortfalls of addresses', () => {
  const at = (text: string) => {
    const [src = 0, src1 = 0, src2 = 0, src3 = 0] = parseAddress(text).words;
    return { ...zeroRegisters(), src, src1, src2, src3, dport: 53 };
  };
  const within = (text: string) => addressIn('src', parsePrefix(text));
  const whole = (text: string) => ({
    kind: 'address',
    field: 'src',
    words: [0, 1, 2, 3].map((index) => {
      const { address, length } = parsePrefix(text);
      return { mask: maskWords(6, length)[index], value: address.words[index] };
    }),
  });

  it('are the whole prefix, whichever word misses', () => {
    const predicate = all([within('2001:db8:5::/48'), equals('dport', 53)]);
    expect(findShortfalls(predicate, at('2001:db8:6::1'))).toEqual([
      { negated: false, conditions: [whole('2001:db8:5::/48')] },
    ]);
    expect(findShortfalls(predicate, at('2001:db8:5::1'))).toEqual([]);
  });

  it('are reported together when they are alternatives', () => {
    const either = any([within('2001:db8:5::/48'), within('2001:db8:7::/48')]);
    expect(findShortfalls(either, at('2001:db8:6::1'))).toEqual([
      { negated: false, conditions: [whole('2001:db8:5::/48'), whole('2001:db8:7::/48')] },
    ]);
  });

  it('of a negation are the prefix that should not have held', () => {
    expect(findShortfalls(not(within('2001:db8::/32')), at('2001:db8:6::1'))).toEqual([
      { negated: true, conditions: [whole('2001:db8::/32')] },
    ]);
  });
});

describe('what is reported of an IPv6 packet', () => {
  it('is in IPv6 addresses', () => {
    const host = Host.fromCommands(`
      ip link set lo up
      ip link add eth0 type dummy
      ip link set eth0 up
      ip addr add 2001:db8::23/64 dev eth0 nodad
      ip -6 route add default via 2001:db8::1
      ip -6 rule add to 2001:db8:5::/48 table 100
    `);
    const { steps } = host.explain(udp({ dst: '2001:db8:6::1', dport: 53 }));
    expect(steps.find(({ kind }) => kind === 'lookup')).toMatchObject({
      key: 'to 2001:db8:6::1 iif lo ipproto udp sport 40000 dport 53',
    });
    expect(steps.find((step) => step.kind === 'rule' && step.priority === 32765)).toMatchObject({
      misses: [{ field: 'to', needs: '2001:db8:5::/48', has: '2001:db8:6::1' }],
    });
  });
});
