import { assertNever } from '../../assert-never.js';
import type { OutcomeColumns } from '../outcome-columns.js';
import type { PacketColumns } from '../packet-columns.js';
import { PATHS } from './block.js';
import type { LearnedPaths } from './learned-paths.js';
import type { ChangedColumn, TailPart } from './path-rows.js';

const paths = PATHS;

/** A block of a batch, the paths of whose packets are known. */
export interface KnownPackets {
  readonly packets: PacketColumns;
  readonly from: number;
  readonly length: number;
}

/** The first `count` of some places: which of the packets are meant. */
export interface Places {
  readonly places: Int32Array;
  readonly count: number;
}

/** Writes what is usual, for all packets. Before all else: what is not usual, and what walked packets leave, is written over it. */
export function writeUsual(
  { packets, from, length }: KnownPackets,
  { usual: { usual } }: LearnedPaths,
  outcomes: OutcomeColumns,
): void {
  for (const { part, value } of usual) {
    if (value !== undefined) outcomes[part.column].fill(value, from, from + length);
    else if (isChanged(part)) {
      const scale = wordsOf(part.column, packets);
      const own = packets[part.column].subarray(scale * from, scale * (from + length));
      outcomes[part.column].set(own, scale * from);
    }
  }
}

/** Writes a column packet by packet, of those packets whose path is learned. */
export function writeColumn(
  known: KnownPackets,
  learned: LearnedPaths,
  outcomes: OutcomeColumns,
  part: TailPart,
  which: Places,
): void {
  const { column, place } = part;
  const { packets } = known;
  switch (column) {
    case 'fate':
    case 'dev':
    case 'rule':
    case 'routeType':
      writeFixed(known, learned, outcomes[column], place, which);
      return;
    case 'tos':
    case 'ttl':
      writeBytes(known, learned, packets[column], outcomes[column], part, which);
      return;
    case 'sport':
    case 'dport':
      writePorts(known, learned, packets[column], outcomes[column], place, which);
      return;
    case 'src':
    case 'dst':
    case 'mark': {
      const words = wordsOf(column, packets);
      for (let word = 0; word < words; word++) {
        const one = { place: place + 2 * word, words, word };
        writeWords(known, learned, packets[column], outcomes[column], one, which);
      }
      return;
    }
    default:
      assertNever(column);
  }
}

function isChanged(part: TailPart): part is TailPart<ChangedColumn> {
  return part.words > 1;
}

function wordsOf(column: ChangedColumn, { family }: PacketColumns): number {
  return family === 6 && (column === 'src' || column === 'dst') ? 4 : 1;
}

// One loop for each kind of array: one for all of them would be twice as slow.

function writeFixed(
  { from }: KnownPackets,
  { tails, shape: { stride } }: LearnedPaths,
  out: Int32Array | Uint8Array,
  place: number,
  { places, count }: Places,
): void {
  for (let index = 0; index < count; index++) {
    const at = places[index] ?? 0;
    out[from + at] = tails[Math.imul(paths[at] ?? 0, stride) + place] ?? 0;
  }
}

function writeBytes(
  { from }: KnownPackets,
  { tails, shape: { stride } }: LearnedPaths,
  own: Uint8Array,
  out: Uint8Array,
  { place, words }: TailPart,
  { places, count }: Places,
): void {
  const isHeld = words > 2;
  for (let index = 0; index < count; index++) {
    const at = places[index] ?? 0;
    const tail = Math.imul(paths[at] ?? 0, stride) + place;
    let byte = ((own[from + at] ?? 0) & (tails[tail] ?? 0)) ^ (tails[tail + 1] ?? 0);
    if (isHeld) byte = Math.min(Math.max(byte + (tails[tail + 3] ?? 0), 0), 255);
    out[from + at] = byte;
  }
}

function writePorts(
  { from }: KnownPackets,
  { tails, shape: { stride } }: LearnedPaths,
  own: Uint16Array,
  out: Uint16Array,
  place: number,
  { places, count }: Places,
): void {
  for (let index = 0; index < count; index++) {
    const at = places[index] ?? 0;
    const tail = Math.imul(paths[at] ?? 0, stride) + place;
    out[from + at] = ((own[from + at] ?? 0) & (tails[tail] ?? 0)) ^ (tails[tail + 1] ?? 0);
  }
}

function writeWords(
  { from }: KnownPackets,
  { tails, shape: { stride } }: LearnedPaths,
  own: Uint32Array,
  out: Uint32Array,
  part: { readonly place: number; readonly words: number; readonly word: number },
  { places, count }: Places,
): void {
  const { place, words } = part;
  const first = words * from + part.word;
  for (let index = 0; index < count; index++) {
    const at = places[index] ?? 0;
    const tail = Math.imul(paths[at] ?? 0, stride) + place;
    const column = first + Math.imul(words, at);
    out[column] = ((own[column] ?? 0) & (tails[tail] ?? 0)) ^ (tails[tail + 1] ?? 0);
  }
}
