import * as fc from 'fast-check';
import { assertNever } from '../../../src/assert-never.js';
import { EDGE_NUMBERS } from './odd-values.js';

/** One change of some bytes. */
interface ByteEdit {
  readonly kind: 'bit' | 'number' | 'remove' | 'double' | 'cut' | 'insert' | 'splice';
  readonly at: number;
  readonly other: number;
  readonly width: 1 | 2 | 4;
  readonly little: boolean;
  readonly number: number;
  readonly length: number;
  readonly foreign: Uint8Array;
}

/** Bytes that differ from recorded ones in a few places; those near the beginning, where headers are, change more often. */
export function nearBytes(recorded: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const edits: fc.Arbitrary<ByteEdit> = fc.record({
    kind: fc.constantFrom(
      ...(['bit', 'number', 'number', 'remove', 'double', 'cut', 'insert', 'splice'] as const),
    ),
    at: fc.oneof(fc.nat(64), fc.nat(400), fc.nat()),
    other: fc.nat(),
    width: fc.constantFrom(...([1, 2, 4] as const)),
    little: fc.boolean(),
    number: fc.constantFrom(...EDGE_NUMBERS),
    length: fc.oneof(fc.nat(8), fc.nat(100)),
    foreign: fc.constantFrom(...recorded),
  });
  return fc
    .tuple(fc.constantFrom(...recorded), fc.array(edits, { maxLength: 6 }))
    .map(([bytes, list]) => list.reduce(editBytes, bytes));
}

function editBytes(bytes: Uint8Array, edit: ByteEdit): Uint8Array {
  const { kind, at, other, number, length, foreign } = edit;
  const from = at % (bytes.length + 1);
  const end = from + length;
  switch (kind) {
    case 'bit': {
      const changed = bytes.slice();
      if (from < changed.length) changed[from] = (changed[from] ?? 0) ^ (1 << (other & 7));
      return changed;
    }
    case 'number':
      return putNumber(bytes, from, edit);
    case 'remove':
      return joined(bytes.subarray(0, from), bytes.subarray(end));
    case 'double':
      return joined(bytes.subarray(0, end), bytes.subarray(from));
    case 'cut':
      return bytes.slice(0, from);
    case 'insert':
      return joined(
        bytes.subarray(0, from),
        new Uint8Array(length).fill(number),
        bytes.subarray(from),
      );
    case 'splice': {
      const start = other % (foreign.length + 1);
      return joined(
        bytes.subarray(0, from),
        foreign.subarray(start, start + length),
        bytes.subarray(from),
      );
    }
    default:
      return assertNever(kind);
  }
}

function putNumber(bytes: Uint8Array, at: number, { width, little, number }: ByteEdit): Uint8Array {
  const changed = bytes.slice();
  if (at + width > changed.length) return changed;
  const view = new DataView(changed.buffer);
  if (width === 1) view.setUint8(at, number);
  else if (width === 2) view.setUint16(at, number, little);
  else view.setUint32(at, number, little);
  return changed;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
