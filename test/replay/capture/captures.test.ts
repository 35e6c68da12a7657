import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printAddress } from '../../../src/address/address-text.js';
import { CaptureError, type CaptureRecord, type Frame } from '../../../src/replay/capture/frame.js';
import { newIpHeader, readIpHeader } from '../../../src/replay/capture/ip-header.js';
import { findNetworkLayer, vlanOf } from '../../../src/replay/capture/network-layer.js';
import { readCapture } from '../../../src/replay/capture/read-capture.js';

// What Wireshark's dissector reads of these captures: see recorded/record.py.
const folder = new URL('recorded/', import.meta.url);
const names = readdirSync(folder).filter((name) => /\.pcap(ng)?$/.test(name));

type Reading = Readonly<Record<string, string>>;

function readingsOf(name: string): readonly Reading[] {
  const lines = readFileSync(new URL(`${name}.jsonl`, folder), 'utf8')
    .trim()
    .split('\n');
  return lines.slice(1).map((line): Reading => JSON.parse(line));
}

function recordsOf(chunks: readonly Uint8Array[]): CaptureRecord[] {
  const reader = readCapture();
  const keep = (record: CaptureRecord): CaptureRecord =>
    record.kind === 'frame' ? { ...record, bytes: record.bytes.slice() } : record;
  return [
    ...chunks.flatMap((chunk) => [...reader.push(chunk)].map(keep)),
    ...[...reader.end()].map(keep),
  ];
}

function framesOf(chunks: readonly Uint8Array[]): Frame[] {
  return recordsOf(chunks).filter((record) => record.kind === 'frame');
}

function brokenOf(file: Uint8Array): readonly string[] {
  return recordsOf([file]).flatMap((record) => (record.kind === 'broken' ? [record.why] : []));
}

function printFrames(records: readonly CaptureRecord[]): string {
  return records
    .map((record) =>
      record.kind === 'broken'
        ? record.why
        : `${record.linkType} ${record.dev} ${Buffer.from(record.bytes).toString('hex')}`,
    )
    .join('\n');
}

/** What we make of a frame, in the dissector's words. */
function frameReading({ linkType, dev, bytes }: Frame): Reading | string {
  const at = findNetworkLayer(linkType, bytes);
  if (typeof at !== 'number') return at.why;
  const header = newIpHeader();
  const unreadable = readIpHeader(bytes, at, header);
  if (unreadable !== undefined) return unreadable.why;
  const { family, protocol, tos, ttl, length, sport, dport, tcpFlags, icmpType, icmpCode } = header;
  const address = (words: Uint32Array): string =>
    printAddress({ family, words: [...words.subarray(0, family === 4 ? 1 : 4)] });
  const ip = family === 4 ? 'ip' : 'ipv6';
  const transport: Readonly<Record<number, Reading>> = {
    1: { 'icmp.type': String(icmpType), 'icmp.code': String(icmpCode) },
    58: { 'icmpv6.type': String(icmpType), 'icmpv6.code': String(icmpCode) },
    6: {
      'tcp.srcport': String(sport),
      'tcp.dstport': String(dport),
      'tcp.flags': `0x${tcpFlags.toString(16).padStart(4, '0')}`,
    },
    17: { 'udp.srcport': String(sport), 'udp.dstport': String(dport) },
  };
  return {
    ...(dev === undefined ? {} : { 'frame.interface_name': dev }),
    [`${ip}.src`]: address(header.src),
    [`${ip}.dst`]: address(header.dst),
    ...(family === 4
      ? {
          'ip.proto': String(protocol),
          'ip.dsfield': `0x${tos.toString(16).padStart(2, '0')}`,
          'ip.ttl': String(ttl),
          'ip.len': String(length),
        }
      : {
          'ipv6.tclass': `0x${tos.toString(16).padStart(8, '0')}`,
          'ipv6.hlim': String(ttl),
          'ipv6.plen': String(length - 40),
        }),
    ...transport[protocol],
  };
}

const UNREAD = new Set(['frame.protocols', 'ip.frag_offset', 'ipv6.fraghdr.offset', 'ipv6.nxt']);

/** What the dissector read, without what we don't read. */
function expected(reading: Reading): Reading | string {
  const offset = reading['ip.frag_offset'] ?? reading['ipv6.fraghdr.offset'] ?? '0';
  if (reading['ip.src'] === undefined && reading['ipv6.src'] === undefined) return 'not IP';
  if (offset !== '0') return 'a later fragment';
  // An ICMP error quotes the packet that it's about.
  const quoted = reading['ip.proto'] === '1' ? /^(udp|tcp)/ : /^$/;
  return Object.fromEntries(
    Object.entries(reading).filter(([name]) => !UNREAD.has(name) && !quoted.test(name)),
  );
}

describe.each(names)('%s', (name) => {
  const file = new Uint8Array(readFileSync(new URL(name, folder)));

  it('is read as the dissector reads it', () => {
    expect(framesOf([file]).map(frameReading)).toEqual(readingsOf(name).map(expected));
  });

  it('is the same in whatever pieces it comes', () => {
    const whole = printFrames(framesOf([file]));
    fc.assert(
      fc.property(fc.array(fc.nat(file.length), { maxLength: 20 }), (cuts) => {
        const places = [0, ...cuts.toSorted((a, b) => a - b), file.length];
        const pieces = places.slice(1).map((to, index) => file.slice(places[index], to));
        expect(printFrames(framesOf(pieces))).toBe(whole);
      }),
    );
  });

  it('loses only the packet within which it ends', () => {
    const records = recordsOf([file.slice(0, -3)]);
    expect(records.slice(0, -1)).toEqual(recordsOf([file]).slice(0, -1));
    expect(records.at(-1)?.kind).toBe('broken');
  });
});

describe('pcap', () => {
  const little = new Uint8Array(readFileSync(new URL('ethernet.pcap', folder)));

  it('is read in the other byte order', () => {
    expect(printFrames(framesOf([swapped(little)]))).toBe(printFrames(framesOf([little])));
  });

  it('is read with times in nanoseconds', () => {
    const nanoseconds = little.slice();
    new DataView(nanoseconds.buffer).setUint32(0, 0xa1b23c4d, true);
    expect(printFrames(framesOf([nanoseconds]))).toBe(printFrames(framesOf([little])));
  });

  it('is read up to a length that is broken, and no further', () => {
    const whole = framesOf([little]);
    const damaged = little.slice();
    const second = 24 + 16 + (whole[0]?.bytes.length ?? 0);
    new DataView(damaged.buffer).setUint32(second + 8, 0x7fffffff, true);
    expect(recordsOf([damaged])).toEqual([
      whole[0],
      { kind: 'broken', why: `byte ${second}: a packet of 2147483647 bytes` },
    ]);
  });

  it('is refused in a version that is not known', () => {
    const other = little.slice();
    new DataView(other.buffer).setUint16(4, 3, true);
    expect(() => framesOf([other])).toThrow('byte 4: pcap version 3');
  });
});

/** A pcapng block: its type, its words, its length before and behind. */
function block(type: number, ...words: readonly number[]): readonly number[] {
  const length = 12 + 4 * words.length;
  return [type, length, ...words, length];
}

const SECTION = block(0x0a0d0d0a, 0x1a2b3c4d, 1, 0xffffffff, 0xffffffff);
/** Raw IP, cut at 6 bytes, named eth0. */
const INTERFACE = block(1, 101, 6, (4 << 16) | 2, 0x30687465, 0);
const GOOD = block(6, 0, 0, 0, 4, 60, 0x45);

function pcapng(...blocks: readonly (readonly number[])[]): Uint8Array {
  return new Uint8Array(Uint32Array.from(blocks.flat()).buffer);
}

describe('a pcapng block', () => {
  it.each([
    ['of 12 bytes', block(6), 'a packet block of 12 bytes'],
    ['of 28 bytes', block(6, 0, 0, 0, 4), 'a packet block of 28 bytes'],
    ['of a simple packet without its length', block(3), 'a packet block of 12 bytes'],
    [
      'with more bytes than it has room for',
      block(6, 0, 0, 0, 5, 60, 0x45),
      'a packet of 5 bytes in a block that has room for 4',
    ],
    [
      'of an interface that is not there',
      block(6, 1, 0, 0, 4, 60, 0x45),
      "a packet of an interface 1 that isn't there",
    ],
    [
      'whose two lengths differ',
      [6, 36, 0, 0, 0, 4, 60, 0x45, 40],
      'a block that is broken, or cut off',
    ],
    ['of a length that can not be', [6, 7, 0, 0, 0], 'a block that is broken, or cut off'],
    ['longer than the file', [6, 4096, 0, 0, 0], 'a block that is broken, or cut off'],
  ])('%s is one frame that is lost, and no more', (_, bad, what) => {
    const before = pcapng(SECTION, INTERFACE, GOOD);
    const records = recordsOf([pcapng(SECTION, INTERFACE, GOOD, bad, GOOD)]);
    expect(records.map(({ kind }) => kind)).toEqual(['frame', 'broken', 'frame']);
    expect(brokenOf(pcapng(SECTION, INTERFACE, GOOD, bad, GOOD))).toEqual([
      `byte ${before.length}: ${what}`,
    ]);
  });

  it('of a simple packet is cut at the snap length of its interface', () => {
    const [frame] = framesOf([pcapng(SECTION, INTERFACE, block(3, 60, 0x45, 0xffff))]);
    expect(frame?.bytes).toEqual(Uint8Array.of(0x45, 0, 0, 0, 0xff, 0xff));
  });

  it('of the old kind is a packet as well', () => {
    const [frame] = framesOf([pcapng(SECTION, INTERFACE, block(2, 0, 0, 0, 4, 60, 0x45))]);
    expect(frame).toMatchObject({ dev: 'eth0', bytes: Uint8Array.of(0x45, 0, 0, 0) });
  });

  it('of an interface whose option reaches past it has no name', () => {
    const odd = block(1, 101, 6, (400 << 16) | 2, 0x30687465, 0);
    expect(framesOf([pcapng(SECTION, odd, GOOD)])).toMatchObject([
      { dev: undefined, devTrouble: 'an option reaches past the block of its interface' },
    ]);
  });

  it('that begins a section and is broken leaves no interface of the section before', () => {
    const broken = [0x0a0d0d0a, 28, 0x1a2b3c4d, 1, 0, 0, 32];
    const other = block(1, 1, 0);
    const records = recordsOf([pcapng(SECTION, INTERFACE, GOOD, broken, GOOD, other, GOOD)]);
    expect(
      records.map((record) => (record.kind === 'frame' ? record.linkType : record.why)),
    ).toEqual([
      101,
      expect.stringContaining('broken'),
      expect.stringContaining("interface 0 that isn't there"),
      1,
    ]);
  });
});

/** An IPv4 packet of TCP in 60 bytes, behind an Ethernet header and tags. */
function tcpFrame(
  tags: readonly number[] = [],
  changes: Readonly<Record<number, number>> = {},
): Uint8Array {
  const ip = [
    0x45,
    0,
    0,
    60,
    0,
    0,
    0,
    0,
    64,
    6,
    0,
    0,
    10,
    0,
    0,
    5,
    192,
    0,
    2,
    9,
    0,
    7,
    0,
    80,
    ...Array<number>(36).fill(0),
  ];
  for (const [at, byte] of Object.entries(changes)) ip[Number(at)] = byte;
  return Uint8Array.from([...Array<number>(12).fill(0), ...tags, 8, 0, ...ip]);
}

describe('a frame', () => {
  const read = (frame: Uint8Array): string => {
    const at = findNetworkLayer(1, frame);
    return typeof at === 'number'
      ? (readIpHeader(frame, at, newIpHeader())?.why ?? 'a packet')
      : at.why;
  };

  it.each([
    ['as it should be', tcpFrame(), 'a packet'],
    ['with two VLAN tags', tcpFrame([0x88, 0xa8, 0, 5, 0x81, 0, 0, 6]), 'a packet'],
    ['cut within its link header', tcpFrame().slice(0, 13), 'cut short by the capture'],
    ['cut behind its link header', tcpFrame().slice(0, 14), 'cut short by the capture'],
    ['cut within its IP header', tcpFrame().slice(0, 30), 'cut short by the capture'],
    ['cut within its ports', tcpFrame().slice(0, 37), 'cut short by the capture'],
    ['cut before its TCP flags', tcpFrame().slice(0, 47), 'cut short by the capture'],
    ['cut behind its TCP flags', tcpFrame().slice(0, 48), 'a packet'],
    ['of another IP version', tcpFrame([], { 0: 0x65 }), 'not IP'],
    ['with a header of 16 bytes', tcpFrame([], { 0: 0x44 }), 'a broken IP header'],
    ['with a total length of 0', tcpFrame([], { 3: 0 }), 'a broken IP header'],
    [
      'with its ports in the padding',
      tcpFrame([], { 3: 39 }),
      'a total length that is less than its headers',
    ],
    ['that is a later fragment', tcpFrame([], { 7: 1 }), 'a later fragment'],
  ])('%s is reported', (_, frame, what) => {
    expect(read(frame)).toBe(what);
  });

  it('has the VLAN of its outermost tag', () => {
    expect(vlanOf(1, tcpFrame([0x88, 0xa8, 0x20, 5, 0x81, 0, 0, 6]))).toBe(5);
    expect(vlanOf(1, tcpFrame())).toBe(0);
    expect(vlanOf(101, tcpFrame())).toBe(0);
  });
});

describe('what is no capture', () => {
  it('is refused', () => {
    const text = new TextEncoder().encode('{"dst": "192.0.2.1"}');
    expect(() => framesOf([text])).toThrow('byte 0: neither pcap nor pcapng');
  });

  it('has no frames when it is empty', () => {
    expect(framesOf([])).toEqual([]);
  });

  it('never makes the reader do anything but refuse', () => {
    const captures = names.map((name) => new Uint8Array(readFileSync(new URL(name, folder))));
    fc.assert(
      fc.property(
        fc.constantFrom(...captures),
        fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 8 }),
        (capture, damages) => {
          const damaged = capture.slice();
          for (const [at, byte] of damages) damaged[at] = byte;
          expect(errorOf(() => framesOf([damaged]).forEach(frameReading))).toSatisfy(
            (error) => error === undefined || error instanceof CaptureError,
          );
        },
      ),
    );
  });
});

function errorOf(act: () => void): unknown {
  try {
    act();
    return undefined;
  } catch (error) {
    return error;
  }
}

/** The same file as a machine of the other byte order writes it. */
function swapped(file: Uint8Array): Uint8Array {
  const result = file.slice();
  const from = new DataView(file.buffer);
  const to = new DataView(result.buffer);
  const swap4 = (at: number): void => to.setUint32(at, from.getUint32(at, true), false);
  const swap2 = (at: number): void => to.setUint16(at, from.getUint16(at, true), false);
  [0, 8, 12, 16, 20].forEach(swap4);
  [4, 6].forEach(swap2);
  for (let at = 24; at < file.length; at += 16 + from.getUint32(at + 8, true)) {
    [at, at + 4, at + 8, at + 12].forEach(swap4);
  }
  return result;
}
