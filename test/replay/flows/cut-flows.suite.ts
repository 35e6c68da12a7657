import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ParseError } from '../../../src/parse-error.js';
import { CaptureError } from '../../../src/replay/capture/frame.js';
import type { FlowFormat } from '../../../src/replay/flows/flow-format.js';
import { readFile, type ReadFile, type Reading } from './read-file.js';

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
const CSV = `\uFEFF\n \ndst,protocol,dport\r\n${LINES.join('\n')}\n\n192.0.2.77,17,53`;
const texts: readonly [string, FlowFormat, string][] = [
  ['CSV', 'csv', CSV],
  ['CSV with CR', 'csv', CSV.replaceAll('\r', '').replaceAll('\n', '\r')],
  ['CSV without a row', 'csv', 'dst,protocol,dport'],
  [
    'JSON lines',
    'json',
    `\n${LINES.map((_, at) => `{"dst":"192.0.2.${at}","protocol":6}\n{\n`).join('\n')}`,
  ],
  ['a long line', 'json', `{"dst":"192.0.2.1","protocol":6}\n${'9'.repeat(70_000)}\n\n{}`],
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

/** What is read, or why nothing can be: the same in whatever pieces. */
function readOrRefuse(format: FlowFormat, file: Uint8Array, how: Reading): object {
  let read: ReadFile;
  try {
    read = readFile(format, file, { iif: 'eth0', ...how });
  } catch (error) {
    if (error instanceof CaptureError || error instanceof ParseError) return error;
    throw error;
  }
  const { entries, count, unread, pieces } = read;
  // Each line or frame comes once.
  expect(entries.map(([number]) => number)).toEqual(
    Array.from({ length: count }, (_, at) => at + 1),
  );
  // Of the bytes none is left out.
  const bytes = pieces.reduce((sum, piece) => sum + piece.bytes.length, unread?.bytes ?? 0);
  expect(isLong(file) ? file.length : bytes).toBe(file.length);
  return { entries, count, unread };
}

/** The rest of a line that is too long is passed over. */
function isLong(file: Uint8Array): boolean {
  return file.length > 1 << 16;
}

function damage(
  file: Uint8Array,
  changes: readonly (readonly [at: number, byte: number])[],
  splice: { readonly at: number; readonly gone: number; readonly put: Uint8Array } | null,
): Uint8Array {
  const bytes = [...file];
  for (const [at, byte] of changes) if (at < bytes.length) bytes[at] = byte;
  if (splice !== null) bytes.splice(splice.at, splice.gone, ...splice.put);
  return Uint8Array.from(bytes);
}

/** Run in a small form by default, and whole in the thorough run. */
export function testCutFlows(runs: number): void {
  describe.each(files)('%s', (_, format, file) => {
    it('is the same in pieces, each read as a file of its own', () => {
      const whole = readOrRefuse(format, file, {});
      expect(whole).not.toBeInstanceOf(Error);
      fc.assert(
        fc.property(
          fc.array(fc.nat(file.length), { maxLength: 20 }),
          fc.nat(file.length + 1),
          (ends, least) => {
            expect(readOrRefuse(format, file, { ends, least })).toEqual(whole);
          },
        ),
        { numRuns: runs },
      );
    });

    it('is the same in pieces when it is damaged', () => {
      const place = fc.nat(Math.max(0, file.length - 1));
      fc.assert(
        fc.property(
          fc.array(fc.tuple(place, fc.nat(255)), { minLength: 1, maxLength: 6 }),
          fc.option(
            fc.record({ at: place, gone: fc.nat(40), put: fc.uint8Array({ maxLength: 40 }) }),
          ),
          fc.array(place, { maxLength: 6 }),
          fc.nat(file.length + 1),
          (changes, splice, ends, least) => {
            const damaged = damage(file, changes, splice);
            const whole = readOrRefuse(format, damaged, {});
            expect(readOrRefuse(format, damaged, { ends, least })).toEqual(whole);
          },
        ),
        { numRuns: runs },
      );
    });
  });
}
