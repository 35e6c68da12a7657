import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRequest } from '../../src/cli/input/request.js';
import { PACKET_JSON_FIELDS, printPacketJson } from '../../src/packet/packet-json.js';
import { PROTOCOL_NAMES } from '../../src/packet/protocol-name.js';
import { arbitraryPacket } from '../packet/arbitrary-packet.js';
import * as explanations from '../trace/explanations.js';
import { schemaErrors, TRACE_SCHEMA } from './trace-schema.js';

/** Whether the command itself takes a line. */
function isTaken(request: unknown): boolean {
  try {
    parseRequest(JSON.stringify(request));
    return true;
  } catch {
    return false;
  }
}

describe('the schema of requests', () => {
  it('knows the fields and protocols that a packet has, and no other', () => {
    const properties = Object.keys(TRACE_SCHEMA.$defs['packet']?.properties ?? {});
    expect(properties.toSorted()).toEqual([...PACKET_JSON_FIELDS, 'ns'].toSorted());
    for (const protocol of PROTOCOL_NAMES) {
      expect(schemaErrors('request', { dst: '192.0.2.1', protocol })).toEqual([]);
    }
  });

  it('takes every packet', () => {
    fc.assert(
      fc.property(arbitraryPacket, (packet) => {
        expect(
          schemaErrors('request', JSON.parse(JSON.stringify(printPacketJson(packet)))),
        ).toEqual([]);
      }),
    );
  });

  const packet = { dst: '192.0.2.1', protocol: 'tcp' };
  it.each([
    packet,
    { ...packet, dst: 'fd00::1', src: null, sport: null },
    { ...packet, tcpFlags: ['SYN', 'ACK'] },
    { ...packet, tcpFlags: 'SA' },
    { ...packet, tcpFlags: 18 },
    { run: 'ip link set eth1 down' },
    { listen: { protocol: 'tcp', port: 80 } },
    { listen: { protocol: 'udp', port: 53, transparent: true } },
    { ...packet, ns: 'server' },
    { ...packet, ns: null },
    { ns: 'server', listen: { protocol: 'udp', port: 53, address: '192.0.2.1', answers: true } },
  ])('and the command take %j', (request) => {
    expect(schemaErrors('request', request)).toEqual([]);
    expect(isTaken(request)).toBe(true);
  });

  it.each([
    { protocol: 'tcp' },
    { dst: '192.0.2.1' },
    { ...packet, dst: 'example' },
    { ...packet, dport: 70000 },
    { ...packet, dport: '25' },
    { ...packet, mark: -1 },
    { ...packet, ttl: 256 },
    { ...packet, iif: '' },
    { ...packet, protocol: 'tpc' },
    { ...packet, protocol: 256 },
    { ...packet, dprt: 25 },
    { ...packet, run: 'ip link' },
    { run: ['ip', 'link'] },
    { listen: { protocol: 'tcp' } },
    { listen: { protocol: 'tcp', port: 0 } },
    { listen: { protocol: 'sctp', port: 1 } },
    { listen: { protocol: 'tcp', port: 1, transparent: 1 } },
    {},
    [],
    null,
  ])('and the command refuse %j', (request) => {
    expect(schemaErrors('request', request)).not.toEqual([]);
    expect(isTaken(request)).toBe(false);
  });
});

describe('the schema of answers', () => {
  const { SMTP, DROPPED, DROPPED_BY_RULE, UNROUTED, FILTERED, DELIVERED } = explanations;

  it.each([SMTP, DROPPED, DROPPED_BY_RULE, UNROUTED, FILTERED, DELIVERED])(
    'takes a fate with its steps, and without',
    ({ outcome, steps }) => {
      expect(schemaErrors('answer', outcome)).toEqual([]);
      expect(schemaErrors('answer', { ...outcome, steps })).toEqual([]);
    },
  );

  it.each([
    { kind: 'command', exit: 2, stdout: '', stderr: 'RTNETLINK answers: File exists\n' },
    { kind: 'listen', protocol: 'tcp', port: 80, transparent: true },
    { kind: 'invalid', message: 'dport: 0..65535, got 70000', line: 3 },
  ])('takes %j', (answer) => {
    expect(schemaErrors('answer', answer)).toEqual([]);
  });

  it.each([
    { ...SMTP.outcome, kind: 'lost' },
    { ...SMTP.outcome, extra: 1 },
    { ...SMTP.outcome, mark: null },
    { kind: 'drop' },
    { kind: 'command', exit: 256, stdout: '', stderr: '' },
    { kind: 'invalid', message: 'x' },
    { ...SMTP.outcome, steps: [{ kind: 'rule' }] },
    { ...SMTP.outcome, steps: [{ kind: 'lost' }] },
  ])('refuses %j', (answer) => {
    expect(schemaErrors('answer', answer)).not.toEqual([]);
  });
});
