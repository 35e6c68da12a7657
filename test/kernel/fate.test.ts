import { expect, test } from 'vitest';
import type { PacketAnswer } from '../../src/cli/print/answer.js';
import { compareFate, fateComparison } from './fate.js';
import type { PacketLine } from './question.js';
import type { Observation, Seen } from './world.js';

const local: PacketLine = { dst: '8.8.8.8', protocol: 'udp', dport: 53 };
const received: PacketLine = { ...local, iif: 'eth1', src: '10.0.0.5' };
const seen: Seen = {
  dev: 'eth0',
  src: '192.168.1.23',
  dst: '8.8.8.8',
  mark: 2,
  tos: 0,
  ttl: 64,
  dport: 53,
  nexthop: '192.168.1.2',
};
const transmit: PacketAnswer = {
  kind: 'transmit',
  dev: 'eth0',
  gateway: '192.168.1.2',
  neighbour: 'none',
  src: '192.168.1.23',
  dst: '8.8.8.8',
  sport: 40000,
  dport: 53,
  mark: 2,
  tos: 0,
  ttl: 64,
  table: 'smtp',
  rule: 32765,
  route: 'default via 192.168.1.2 dev eth0',
  errno: null,
  at: null,
  icmp: null,
  copy: null,
};
const drop: PacketAnswer = {
  ...transmit,
  kind: 'drop',
  at: 'filter OUTPUT policy',
  errno: 'EPERM',
};
const fields = (packet: PacketLine, observed: Observation, fate: PacketAnswer): string[] =>
  compareFate(packet, observed, fate).map(({ field }) => field);

test('equal fates have no differences', () => {
  expect(fields(local, { out: [seen] }, transmit)).toEqual([]);
  expect(
    fields(local, { out: [{ ...seen, nexthop: '8.8.8.8' }] }, { ...transmit, gateway: null }),
  ).toEqual([]);
  expect(fields(local, { error: 'EPERM' }, drop)).toEqual([]);
  const connect: PacketLine = { ...local, protocol: 'tcp' };
  expect(fields(connect, {}, { ...drop, errno: null })).toEqual([]);
  expect(fields(connect, {}, drop)).toEqual(['errno']);
  // What a connect learns from the answer of REJECT isn't seen.
  const refused: PacketAnswer = { ...drop, errno: 'ECONNREFUSED', icmp: { type: 3, code: 3 } };
  expect(fields(connect, {}, refused)).toEqual([]);
  expect(fields(received, {}, { ...drop, errno: null })).toEqual([]);
  expect(fields(received, { in: [seen] }, { ...transmit, kind: 'deliver' })).toEqual([]);
});

test.each([
  ['another device', { out: [{ ...seen, dev: 'eth1' }] }, ['dev']],
  ['another gateway', { out: [{ ...seen, nexthop: '192.168.1.1' }] }, ['nexthop']],
  ['an entry of the script', { out: [{ ...seen, lladdr: '02:00:00:00:00:01' }] }, ['neighbour']],
  [
    'another mark, TOS and TTL',
    { out: [{ ...seen, mark: 0, tos: 4, ttl: 1 }] },
    ['mark', 'tos', 'ttl'],
  ],
  ['another source and port', { out: [{ ...seen, src: '10.0.0.1', dport: 1 }] }, ['src', 'dport']],
  ['nothing', {}, ['kind']],
  ['an error', { error: 'EPERM' }, ['kind', 'errno']],
  ['a delivery', { in: [{ ...seen, dev: 'lo' }] }, ['kind', 'dev']],
  ['a copy for the sender', { out: [seen], in: [seen] }, ['copy']],
])('%s where the simulator transmits is a difference', (_, observed, different) => {
  expect(fields(local, observed, transmit)).toEqual(different);
});

test('a sender of UDP who was told of no error saw none', () => {
  expect(fields(local, {}, drop)).toEqual(['errno']);
});

test('ICMP errors are compared as long as the kernel still sends them', () => {
  const compare = fateComparison();
  const icmp = { type: 3, code: 0 };
  const ask = (observed: Observation): string[] =>
    compare(
      { kind: 'packet', observed },
      { ...drop, errno: null, icmp },
      { kind: 'packet', packet: received },
    ).map(({ field }) => field);
  const sent: Observation = { replies: [{ dst: '10.0.0.5', icmpType: 3, icmpCode: 0 }] };
  expect(ask({})).toEqual(['icmp']);
  expect(Array.from({ length: 5 }, () => ask(sent))).toEqual([[], [], [], [], []]);
  expect(ask({ replies: [{ dst: '10.0.0.5', icmpType: 3, icmpCode: 13 }] })).toEqual(['icmp']);
  expect(ask({})).toEqual([]);
});
