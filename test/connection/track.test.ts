import { describe, expect, it } from 'vitest';
import { parseAddress } from '../../src/address/address-text.js';
import { makeConnectionTable, putConnection } from '../../src/connection/connection.js';
import { beginTcp } from '../../src/connection/tcp-progress.js';
import { trackPacket } from '../../src/connection/track.js';
import { DEFAULT_ZONE } from '../../src/connection/zone.js';
import { inverseTuple, tupleKey, type Tuple } from '../../src/connection/tuple.js';

const zone = DEFAULT_ZONE;
const FIN = 1;
const SYN = 2;
const RST = 4;
const ACK = 16;

const tuple = (protocol: number, dport = 53): Tuple => ({
  src: parseAddress('10.0.0.2'),
  dst: parseAddress('9.9.9.9'),
  protocol,
  sport: protocol === 1 ? 0 : 40000,
  dport,
});

const icmp = (type: number, code = 0): Tuple => tuple(1, (type << 8) | code);

/** A table with one connection as its first packet left it. */
function tableWith(original: Tuple, tcpFlags = 0) {
  const { table, tcpState } = trackPacket(makeConnectionTable(), {
    tuple: original,
    tcpFlags,
    zone,
  });
  return putConnection(table, {
    id: 1,
    original,
    reply: inverseTuple(original),
    zone,
    mark: 0,
    seenReply: false,
    ...beginTcp(tcpState),
    translationSettled: true,
    changed: { src: false, dst: false },
    masqueradeDev: 0,
  });
}

// Observed on Linux 6.18.44 with rules `-m conntrack --ctstate`, forwarded packets, default sysctls.
describe('a packet without a connection', () => {
  it.each([
    ['UDP', tuple(17), 0, 'NEW'],
    ['protocol 99', tuple(99, 0), 0, 'NEW'],
    ['TCP SYN', tuple(6), SYN, 'NEW'],
    ['TCP ACK', tuple(6), ACK, 'NEW'],
    ['TCP RST', tuple(6), RST, 'INVALID'],
    ['TCP SYN+ACK', tuple(6), SYN | ACK, 'INVALID'],
    ['TCP FIN', tuple(6), FIN, 'INVALID'],
    ['TCP FIN+ACK', tuple(6), FIN | ACK, 'INVALID'],
    ['TCP without flags', tuple(6), 0, 'INVALID'],
    ['TCP SYN+FIN', tuple(6), SYN | FIN, 'INVALID'],
    ['ICMP echo request', icmp(8), 0, 'NEW'],
    ['ICMP timestamp request', icmp(13), 0, 'NEW'],
    ['ICMP echo reply', icmp(0), 0, 'INVALID'],
    ['ICMP unreachable', icmp(3, 1), 0, 'INVALID'],
  ] as const)('%s', (_, one, tcpFlags, state) => {
    const tracked = trackPacket(makeConnectionTable(), { tuple: one, tcpFlags, zone });
    expect(tracked).toMatchObject({ state, connection: undefined, reply: false });
  });
});

describe('a packet of a connection', () => {
  it('is new until an answer has been seen, and established from then on', () => {
    const original = tuple(17);
    const first = tableWith(original);
    const again = trackPacket(first, { tuple: original, tcpFlags: 0, zone });
    expect(again.state).toBe('NEW');
    const answer = trackPacket(again.table, { tuple: inverseTuple(original), tcpFlags: 0, zone });
    expect(answer).toMatchObject({ state: 'ESTABLISHED', reply: true });
    const next = trackPacket(answer.table, { tuple: original, tcpFlags: 0, zone });
    expect(next).toMatchObject({ state: 'ESTABLISHED', reply: false });
  });

  it('is answered by the matching ICMP type', () => {
    const original = icmp(8);
    const answer = trackPacket(tableWith(original), {
      tuple: inverseTuple(original),
      tcpFlags: 0,
      zone,
    });
    expect(inverseTuple(original).dport).toBe(0);
    expect(answer.state).toBe('ESTABLISHED');
  });

  it('follows a TCP handshake, and knows what does not belong to it', () => {
    const original = tuple(6);
    const reply = inverseTuple(original);
    const syn = tableWith(original, SYN);
    expect(trackPacket(syn, { tuple: original, tcpFlags: SYN, zone }).state).toBe('NEW');
    expect(trackPacket(syn, { tuple: original, tcpFlags: ACK, zone }).state).toBe('INVALID');
    const answered = trackPacket(syn, { tuple: reply, tcpFlags: SYN | ACK, zone });
    expect(answered.connection).toMatchObject({ seenReply: true, tcpState: 'SYN_RECV' });
    const open = trackPacket(answered.table, { tuple: original, tcpFlags: ACK, zone });
    expect(open).toMatchObject({ state: 'ESTABLISHED', connection: { tcpState: 'ESTABLISHED' } });
  });

  it('ends a connection that nobody has answered, by a reset', () => {
    const original = tuple(6);
    const reset = trackPacket(tableWith(original, SYN), {
      tuple: inverseTuple(original),
      tcpFlags: RST | ACK,
      zone,
    });
    expect(reset.state).toBe('ESTABLISHED');
    expect(reset.table.connections.size).toBe(0);
    expect(reset.table.tuples.has(tupleKey(original, 0))).toBe(false);
  });

  it.each([
    ['the answering side has reset it', [[RST | ACK, true]], false],
    ['the asking side has reset it', [[RST | ACK, false]], true],
    [
      'the answering side has reset it, then the asking side',
      [
        [RST, true],
        [RST, false],
      ],
      true,
    ],
    [
      'both sides have closed it',
      [
        [FIN | ACK, true],
        [FIN | ACK, false],
        [ACK, true],
      ],
      true,
    ],
    [
      'it was reset after one side closed it',
      [
        [FIN | ACK, true],
        [RST | ACK, true],
      ],
      true,
    ],
  ] as const)('may be opened anew when %s', (_, segments, anew) => {
    const original = tuple(6);
    const reply = inverseTuple(original);
    const open = [[SYN | ACK, true] as const, [ACK, false] as const, ...segments].reduce(
      (table, [tcpFlags, answers]) =>
        trackPacket(table, { tuple: answers ? reply : original, tcpFlags, zone }).table,
      tableWith(original, SYN),
    );
    const again = trackPacket(open, { tuple: original, tcpFlags: SYN, zone });
    expect(again.connection === undefined).toBe(anew);
    expect(again.state).toBe(anew ? 'NEW' : 'ESTABLISHED');
  });

  it('is known by the addresses that NAT gave it', () => {
    const original = tuple(17);
    const translated = { ...original, src: parseAddress('192.0.2.1') };
    const table = putConnection(makeConnectionTable(), {
      id: 1,
      original,
      reply: inverseTuple(translated),
      zone,
      mark: 7,
      seenReply: false,
      ...beginTcp('NONE'),
      translationSettled: true,
      changed: { src: true, dst: false },
      masqueradeDev: 0,
    });
    const answer = trackPacket(table, { tuple: inverseTuple(translated), tcpFlags: 0, zone });
    expect(answer).toMatchObject({ reply: true, connection: { mark: 7 } });
    expect(trackPacket(table, { tuple: inverseTuple(original), tcpFlags: 0, zone }).state).toBe(
      'NEW',
    );
  });
});
