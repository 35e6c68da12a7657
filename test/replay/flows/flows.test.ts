import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Packet } from '../../../src/packet/packet.js';
import { parsePacketJson, printPacketJson } from '../../../src/packet/packet-json.js';
import type { FlowBatch } from '../../../src/replay/flows/flow-batch.js';
import type { FlowReader, Unsendable } from '../../../src/replay/flows/flow-reader.js';
import { guessFormat, readFlows, type FlowFormat } from '../../../src/replay/flows/read-flows.js';
import { rowPacket } from '../../../src/replay/row-packet.js';

const DEVICES = ['', 'lo', 'eth0', 'eth1'];

interface Read {
  readonly packets: readonly (readonly [number: number, packet: Packet])[];
  readonly unsendable: readonly Unsendable[];
}

function read(format: FlowFormat, text: string, pieces = [text.length]): Read {
  const unsendable: Unsendable[] = [];
  const reader = readFlows(
    format,
    {
      ifindex: (name) => (DEVICES.includes(name) ? DEVICES.indexOf(name) : undefined),
      isOwn: () => false,
      unsendable: (packet) => unsendable.push(packet),
    },
    undefined,
  );
  const bytes = new TextEncoder().encode(text);
  return { packets: [...batches(reader, bytes, pieces)].flatMap(rows), unsendable };
}

function* batches(
  reader: FlowReader,
  bytes: Uint8Array,
  pieces: readonly number[],
): Iterable<FlowBatch> {
  let from = 0;
  for (const to of [...pieces, bytes.length]) {
    yield* reader.push(bytes.slice(from, to));
    from = Math.max(from, to);
  }
  yield* reader.end();
}

function rows({ packets, numbers }: FlowBatch): (readonly [number, Packet])[] {
  return Array.from({ length: packets.count }, (_, at) => [
    numbers[at] ?? 0,
    rowPacket(packets, at, (index) => DEVICES[index] || undefined),
  ]);
}

const PACKETS = [
  { dst: '203.0.113.9', protocol: 'tcp', dport: 25 },
  { iif: 'eth1', src: '10.0.0.5', dst: '203.0.113.9', protocol: 'udp', sport: 5, dport: 53 },
  { dst: '192.0.2.1', protocol: 47, mark: 7, tos: 8, uid: 1000, oif: 'eth0', length: 1500 },
  { dst: '192.0.2.1', protocol: 'icmp', icmpType: 13, icmpCode: 1, ttl: 3, gid: 5 },
].map(parsePacketJson);

describe('JSON lines', () => {
  const text = PACKETS.map((packet) => `${JSON.stringify(printPacketJson(packet))}\n`).join('');

  it('are packets, whatever pieces they come in', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(text.length)), (cuts) => {
        const found = read(
          'json',
          text,
          cuts.toSorted((a, b) => a - b),
        );
        expect(found.packets).toEqual(PACKETS.map((packet, at) => [at + 1, packet]));
      }),
    );
  });

  it('need no newline at the end, and may have blank lines', () => {
    expect(read('json', `\n\n${text.trimEnd()}`).packets.map(([number]) => number)).toEqual([
      3, 4, 5, 6,
    ]);
  });

  it('tell what is wrong, and go on', () => {
    const { packets, unsendable } = read(
      'json',
      '{"dst":"192.0.2.1"}\n{\n{"dst":"192.0.2.1","protocol":6,"iif":"eth9","src":"192.0.2.2"}\n{"dst":"192.0.2.1","protocol":6}\n',
    );
    expect(packets.map(([number]) => number)).toEqual([4]);
    expect(unsendable.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(unsendable[0]?.why).toBe('protocol: every packet has one');
    expect(unsendable[2]?.why).toBe('iif: no device eth9');
  });
});

describe('CSV', () => {
  it('is the packets of its columns', () => {
    const text =
      'dst,protocol,dport,iif,src,tcpFlags,mark\n203.0.113.9,tcp,25,,,,\r\n203.0.113.9,6,25,eth0,"10.0.0.5",SA,0x10\n\n';
    expect(read('csv', text).packets).toEqual([
      [2, parsePacketJson({ dst: '203.0.113.9', protocol: 'tcp', dport: 25 })],
      [
        3,
        parsePacketJson({
          dst: '203.0.113.9',
          protocol: 6,
          dport: 25,
          iif: 'eth0',
          src: '10.0.0.5',
          tcpFlags: 'SA',
          mark: 16,
        }),
      ],
    ]);
  });

  it('is the same in whatever pieces it comes', () => {
    const text = 'dst,protocol\n192.0.2.1,6\n192.0.2.2,17\n192.0.2.3,tcp';
    const whole = read('csv', text);
    expect(whole.packets).toHaveLength(3);
    fc.assert(
      fc.property(fc.array(fc.nat(text.length)), (cuts) => {
        expect(
          read(
            'csv',
            text,
            cuts.toSorted((a, b) => a - b),
          ),
        ).toEqual(whole);
      }),
    );
  });

  it('is refused with a column that packets do not have', () => {
    expect(() => read('csv', 'dst,port\n192.0.2.1,6\n')).toThrow(/found "port"/);
  });

  it('tells what is wrong, and goes on', () => {
    const { packets, unsendable } = read(
      'csv',
      'dst,protocol\nnowhere,6\n192.0.2.1,6,7\n192.0.2.1,6\n',
    );
    expect(packets.map(([number]) => number)).toEqual([4]);
    expect(unsendable.map(({ number, why }) => [number, why])).toEqual([
      [2, 'dst: an IPv4 or IPv6 address, got "nowhere"'],
      [3, 'columns: 2 at most, got 3'],
    ]);
  });
});

describe('the format', () => {
  it.each([
    ['{"dst": ', 'json'],
    ['  {"dst": ', 'json'],
    ['', 'json'],
    ['dst,protocol', 'csv'],
    ['"dst","protocol"', 'csv'],
  ])('of %j is %s', (start, format) => {
    expect(guessFormat(new TextEncoder().encode(start))).toBe(format);
  });

  it('of a magic number is a capture', () => {
    expect(guessFormat(Uint8Array.of(0xd4, 0xc3, 0xb2, 0xa1, 2))).toBe('capture');
    expect(guessFormat(Uint8Array.of(0x0a, 0x0d, 0x0d, 0x0a, 2))).toBe('capture');
  });
});
