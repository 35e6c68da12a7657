import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { ParseError, parsePacketJson, printPacketJson, type Packet } from 'nexthop';
import { CaptureError } from '../../../src/replay/capture/frame.js';
import { guessFormat, type FlowFormat } from '../../../src/replay/flows/flow-format.js';
import { readFile } from '../../replay/flows/read-file.js';
import { nearBytes } from '../draw/near-bytes.js';
import { nearText } from '../draw/near-text.js';
import { captures, packetLines } from '../draw/recordings.js';
import { BYTES } from '../shape.js';
import { hold, type Target } from '../target.js';

/** Reads a file at once and in pieces, and checks that each of its lines or frames is accounted for once, the same both ways. */
function readBothWays(format: FlowFormat, bytes: Uint8Array): unknown {
  const whole = readFile(format, bytes);
  const numbers = whole.entries.map(([number]) => number);
  hold(
    numbers.length === whole.count && numbers.every((number, at) => number === at + 1),
    'each line or frame is sent or not, once',
    numbers,
    String(whole.count),
  );
  const ends = [1, 3, 4, 7, 25, 100, 1000].filter((end) => end < bytes.length);
  const cut = readFile(format, bytes, { ends, least: 16 });
  hold(
    isDeepStrictEqual(cut.entries, whole.entries) && isDeepStrictEqual(cut.unread, whole.unread),
    'a file is the same in whatever pieces it comes',
    cut.entries,
    whole.entries,
    [cut.unread ?? null, whole.unread ?? null],
  );
  return [whole.entries, whole.unread];
}

function jsonFiles(): readonly string[] {
  const lines = packetLines().filter((line) => /"dst"/.test(line) && !/"note"/.test(line));
  return Array.from({ length: Math.ceil(lines.length / 5) }, (_, at) =>
    lines
      .slice(5 * at, 5 * at + 5)
      .map((line) => `${line}\n`)
      .join(''),
  );
}

/** The same packets as CSV, with the columns that they have. */
function csvFiles(): readonly string[] {
  return jsonFiles().map((text) => {
    const rows = text
      .trimEnd()
      .split('\n')
      .map((line) => Object.entries(printPacketJson(parsePacket(line))));
    const names = [...new Set(rows.flatMap((row) => row.map(([name]) => name)))];
    const lines = rows.map((row) => {
      const fields = new Map<string, string | number>(row);
      return names.map((name) => cell(fields.get(name))).join(',');
    });
    return [names.join(','), ...lines, ''].join('\n');
  });
}

function parsePacket(line: string): Packet {
  return parsePacketJson(JSON.parse(line));
}

function cell(value: string | number = ''): string {
  const text = String(value);
  return text.includes(',') ? `"${text}"` : text;
}

/** Texts as bytes, of which some are then none of UTF-8. */
function nearFiles(texts: readonly string[]): fc.Arbitrary<Uint8Array> {
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  return fc.oneof(nearText(texts).map(encode), nearBytes(texts.map(encode)));
}

function fileTarget(
  format: FlowFormat,
  inputs: () => fc.Arbitrary<Uint8Array>,
  allowed: Target<Uint8Array>['allowed'],
): Target<Uint8Array> {
  return {
    name: `${format}-file`,
    shape: BYTES,
    inputs,
    run: (bytes) => [guessFormat(bytes, true), readBothWays(format, bytes)],
    allowed,
    milliseconds: 1000,
    runs: 100,
  };
}

/** Files of packets. */
export const fileTargets = [
  fileTarget('json', () => nearFiles(jsonFiles()), []),
  fileTarget('csv', () => nearFiles(csvFiles()), [{ of: ParseError }]),
  fileTarget('capture', () => nearBytes(captures()), [{ of: CaptureError }]),
];
