import * as fc from 'fast-check';
import { LpmTable } from 'nexthop/fib';
import { nearBytes } from '../draw/near-bytes.js';
import { BYTES } from '../shape.js';
import type { Target } from '../target.js';

function tables(): readonly Uint8Array[] {
  const prefixes = ['0.0.0.0/0', '10.0.0.0/8', '10.1.0.0/16', '10.1.2.0/24', '10.1.2.3/32'];
  const small = LpmTable.from(
    4,
    prefixes.map((prefix, at) => [prefix, `v${at}`]),
  );
  const v6 = LpmTable.from(
    6,
    ['::/0', '2001:db8::/32', '2001:db8:1::/48'].map((prefix) => [prefix, prefix]),
  );
  return [LpmTable.from<string>(4, []), small, v6].map((table) => table.toBytes((value) => value));
}

/** A table that was kept as bytes. */
export const tableTarget: Target<Uint8Array> = {
  name: 'table-bytes',
  shape: BYTES,
  inputs: () => fc.oneof(nearBytes(tables()), nearBytes(tables()).map(withChecksum)),
  run: (bytes) => {
    const table = LpmTable.fromBytes(bytes, String);
    return [table.size, table.family];
  },
  allowed: [{ of: RangeError, like: /^bytes: / }],
  milliseconds: 1000,
  runs: 100,
};

const CHECKSUM_AT = 7;

/** The bytes with the sum that makes them undamaged, as who writes them wrongly would have it. */
function withChecksum(bytes: Uint8Array): Uint8Array {
  const whole = new Uint8Array(Math.max(32, bytes.length - (bytes.length % 4)));
  whole.set(bytes.subarray(0, whole.length));
  const words = new Uint32Array(whole.buffer);
  let sum = 0x811c9dc5;
  for (const [at, word] of words.entries()) {
    if (at !== CHECKSUM_AT) sum = Math.imul(sum ^ word, 0x01000193);
  }
  words[CHECKSUM_AT] = sum;
  return whole;
}
