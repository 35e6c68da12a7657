import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ParseError } from '../../../src/parse-error.js';
import type { Packet } from '../../../src/packet/packet.js';
import { CaptureError } from '../../../src/replay/capture/frame.js';
import { cutFlows } from '../../../src/replay/flows/cut-flows.js';
import type { FlowBatch } from '../../../src/replay/flows/flow-batch.js';
import type { FlowPiece } from '../../../src/replay/flows/flow-piece.js';
import { readFlows, type FlowFormat } from '../../../src/replay/flows/read-flows.js';
import { rowPacket } from '../../../src/replay/row-packet.js';

type Told = readonly [number: number, what: Packet | string];

/** Everything that a file, or a piece as a file of its own, says: packets and why others are none, by number. */
function read(format: FlowFormat, parts: readonly Uint8Array[], before = 0): readonly Told[] {
  const told: Told[] = [];
  const reader = readFlows(
    format,
    {
      ifindex: () => 2,
      isOwn: () => false,
      unsendable: ({ number, why }) => told.push([number, why]),
    },
    'eth0',
  );
  const take = (batches: Iterable<FlowBatch>): void => {
    for (const { packets, numbers } of batches) {
      for (let at = 0; at < packets.count; at++) {
        told.push([numbers[at] ?? 0, rowPacket(packets, at, () => 'eth0')]);
      }
    }
  };
  for (const part of parts) take(reader.push(part));
  take(reader.end());
  return told.map(([number, what]): Told => [number + before, what]).toSorted(byNumber);
}

function byNumber([a]: Told, [b]: Told): number {
  return a - b;
}

function cut(
  format: FlowFormat,
  file: Uint8Array,
  ends: readonly number[],
  least: number,
): FlowPiece[] {
  const cutter = cutFlows(format, least);
  const pieces: FlowPiece[] = [];
  let from = 0;
  for (const to of [...ends.toSorted((a, b) => a - b), file.length]) {
    pieces.push(...cutter.push(file.subarray(from, to)));
    from = to;
  }
  return [...pieces, ...cutter.end()];
}

const recorded = new URL('../capture/recorded/', import.meta.url);
const captures = readdirSync(recorded)
  .filter((name) => /\.pcap(ng)?$/.test(name))
  .map((name): [string, FlowFormat, Uint8Array] => [
    name,
    'capture',
    new Uint8Array(readFileSync(new URL(name, recorded))),
  ]);

/** A section of its own, of raw IP, as another program may write behind the first one. */
function rawSection(): Uint8Array {
  const block = (type: number, ...words: number[]): number[] => {
    const length = 12 + 4 * words.length;
    return [type, length, ...words, length];
  };
  // A UDP packet of 28 bytes from 10.0.0.5 to 192.0.2.9:53.
  const udp = [0x1c000045, 0, 0x00001140, 0x0500000a, 0x090200c0, 0x35001400, 0x00000800];
  const packet = block(6, 0, 0, 0, 28, 28, ...udp);
  return new Uint8Array(
    Uint32Array.from([
      ...block(0x0a0d0d0a, 0x1a2b3c4d, 1, 0xffffffff, 0xffffffff),
      ...block(1, 101, 0),
      ...packet,
      ...packet,
    ]).buffer,
  );
}

const LINES = Array.from({ length: 12 }, (_, at) => `192.0.2.${at},${at === 7 ? 'x' : 6},"${at}"`);
const texts: readonly [string, FlowFormat, string][] = [
  ['CSV', 'csv', `\uFEFF\n \ndst,protocol,dport\r\n${LINES.join('\n')}\n\n192.0.2.77,17,53`],
  ['CSV without a row', 'csv', 'dst,protocol,dport'],
  [
    'JSON lines',
    'json',
    `\n${LINES.map((_, at) => `{"dst":"192.0.2.${at}","protocol":6}\n{\n`).join('\n')}`,
  ],
  ['an empty file', 'json', ''],
];
const twoSections = captures
  .filter(([name]) => name === 'two.pcapng')
  .map(([name, format, file]): [string, FlowFormat, Uint8Array] => [
    `${name} and another section`,
    format,
    Uint8Array.of(...file, ...rawSection()),
  ]);
const files = [
  ...captures,
  ...twoSections,
  ...texts.map(([name, format, text]): [string, FlowFormat, Uint8Array] => [
    name,
    format,
    new TextEncoder().encode(text),
  ]),
];

describe.each(files)('%s', (_, format, file) => {
  it('says the same in pieces, each read as a file of its own', () => {
    const whole = read(format, [file]);
    fc.assert(
      fc.property(
        fc.array(fc.nat(file.length), { maxLength: 20 }),
        fc.nat(file.length + 1),
        (ends, least) => {
          const pieces = cut(format, file, ends, least);
          const told = pieces.flatMap(({ head, bytes, before }) =>
            read(format, [head, bytes], before),
          );
          expect(told).toEqual(whole);
          expect(pieces.length).toBeLessThanOrEqual(1 + file.length / Math.max(1, least));
        },
      ),
    );
  });
});

it('gives what came whole before it says that a capture ends within a packet', () => {
  const [, format, file] = captures[0] ?? ['', 'capture', new Uint8Array(0)];
  const cutter = cutFlows(format, file.length);
  const pieces = [...cutter.push(file.subarray(0, file.length - 1))];
  expect(() => {
    for (const piece of cutter.end()) pieces.push(piece);
  }).toThrow(CaptureError);
  const all = read(format, [file]);
  expect(pieces.flatMap(({ head, bytes }) => read(format, [head, bytes]))).toEqual(
    all.slice(0, -1),
  );
});

it.each(['dst,protcol\n192.0.2.1,6\n', 'dst,protcol'])(
  'refuses columns that are none: %j',
  (text) => {
    expect(() => cut('csv', new TextEncoder().encode(text), [], 0)).toThrow(ParseError);
  },
);
