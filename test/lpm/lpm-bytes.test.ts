import fc from 'fast-check';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { addressFromWords } from '../../src/address/address.js';
import { makePrefix } from '../../src/address/prefix.js';
import { LpmTable } from '../../src/lpm/lpm-table.js';
import { arbEntries } from './arbitrary.js';

const table = LpmTable.from(4, [
  ['0.0.0.0/0', 'a'],
  ['10.0.0.0/20', 'b'],
  ['10.0.3.0/24', 'ü'],
]);
const decode = (json: unknown): string => String(json);

function write(): Uint8Array {
  return table.toBytes((value) => value);
}

/** The bytes with one of them changed. */
function damage(at: number, by = 1): Uint8Array {
  const bytes = write();
  bytes[at] = (bytes[at] ?? 0) ^ by;
  return bytes;
}

describe('a table as bytes', () => {
  it('gives its values through encode and decode', () => {
    const dates = LpmTable.from(6, [['2001:db8::/32', new Date(0)]]);
    const bytes = dates.toBytes((date) => date.toISOString());
    const read = LpmTable.fromBytes(bytes, (json) => new Date(decode(json)));
    expect(read.lookup('2001:db8::1')).toEqual(new Date(0));
  });

  it('is one buffer, the same whatever the history', () => {
    const bytes = write();
    expect([bytes.byteOffset, bytes.byteLength]).toEqual([0, bytes.buffer.byteLength]);
    const edited = table.set('10.0.3.0/25', 'c').delete('10.0.3.0/25');
    const again = edited.toBytes((value) => value);
    // The value pool still knows the value that is gone: compare what stands before.
    expect(again.length).toBeGreaterThanOrEqual(bytes.length);
    expect([...LpmTable.fromBytes(again, decode)]).toEqual([...table]);
  });

  it('can be read at any offset', () => {
    const bytes = write();
    for (const offset of [1, 2, 4]) {
      const moved = new Uint8Array(bytes.length + offset);
      moved.set(bytes, offset);
      expect([...LpmTable.fromBytes(moved.subarray(offset), decode)]).toEqual([...table]);
    }
  });

  it.each([
    ['another format', damage(0), 'not a table of prefixes'],
    ['another version', damage(4), 'version 1, got 0'],
    ['another family', damage(8), 'family 4 or 6, got 5'],
    ['the other family', damage(8, 2), 'damaged'],
    ['a row that was changed', damage(32), 'damaged'],
    ['values that were changed', damage(write().length - 8), 'damaged'],
    ['half a word', write().subarray(1), 'cut off'],
    ['half a table', write().subarray(0, 400), 'cut off'],
    ['no bytes', new Uint8Array(0), 'not a table of prefixes'],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => LpmTable.fromBytes(bytes, decode)).toThrow(RangeError);
    expect(() => LpmTable.fromBytes(bytes, decode)).toThrow(message);
  });

  it('notices every single bit that changes', () => {
    fc.assert(
      fc.property(fc.nat(write().length - 1), fc.nat(7), (at, bit) => {
        expect(() => LpmTable.fromBytes(damage(at, 1 << bit), decode)).toThrow(RangeError);
      }),
      { numRuns: 300 },
    );
  });

  it.each([4, 6] as const)('comes back as it was, in IPv%i', (family) => {
    fc.assert(
      fc.property(arbEntries(family), (entries) => {
        const before = LpmTable.from(family, entries);
        const after = LpmTable.fromBytes(
          before.toBytes((id) => id),
          Number,
        );
        expect([...after]).toEqual([...before]);
        expect(after.size).toBe(before.size);
      }),
    );
  });

  it('leaves the buffer alone when the table read from it is edited', () => {
    const bytes = write();
    const before = bytes.slice();
    let next = LpmTable.fromBytes(bytes, decode);
    for (let turn = 0; turn < 300; turn++) next = next.set(`10.0.${turn & 255}.0/24`, `${turn}`);
    expect(bytes).toEqual(before);
    expect(next.lookup('10.0.3.1')).toBe('259');
  });

  it('is shared between workers without a copy', async () => {
    const shared = table.toBytes(
      (value) => value,
      (byteLength) => new SharedArrayBuffer(byteLength),
    );
    const worker = new Worker(
      `const { parentPort, workerData } = require('node:worker_threads');
       const words = new Int32Array(workerData.buffer);
       parentPort.postMessage([workerData.buffer instanceof SharedArrayBuffer, words[2]]);`,
      { eval: true, workerData: shared },
    );
    const reported = await new Promise((resolve, reject) => {
      worker.once('message', resolve).once('error', reject);
    });
    await worker.terminate();
    expect(reported).toEqual([true, 4]);
    const read = LpmTable.fromBytes(shared, decode);
    expect(read.lookup('10.0.3.1')).toBe('ü');
    const out = new Int32Array(1);
    read.lookupBatch(Uint32Array.of(0x0a000301), out);
    expect(read.value(out[0] ?? -1)).toBe('ü');
  });

  it(
    'answers in another thread, from the same memory, as it does here',
    { timeout: 60_000 },
    async () => {
      const random = (at: number): number => Math.imul(at + 1, 0x9e3779b1) >>> 0;
      const prefixes = Array.from({ length: 2000 }, (_, at) => {
        const length = 8 + (at % 25);
        return [makePrefix(addressFromWords(4, [random(at)]), length), at] as const;
      });
      const here = LpmTable.from(4, prefixes);
      const bytes = here.toBytes(
        (value) => value,
        (byteLength) => new SharedArrayBuffer(byteLength),
      );
      // Some in a prefix, some in none.
      const addresses = Uint32Array.from({ length: 4000 }, (_, at) => random(at) ^ (at & 1));
      // A worker of Node's own knows no TypeScript: it is told how to read it.
      const worker = new Worker(
        `import('tsx/esm/api').then(({ tsImport }) => tsImport('./shared-table-worker.ts', ${JSON.stringify(import.meta.url)}));`,
        { eval: true, workerData: { bytes, addresses } },
      );
      const reported = await new Promise((resolve, reject) => {
        worker.once('message', resolve).once('error', reject);
      });
      await worker.terminate();
      const values = Array.from(addresses, (address) => here.lookup(address) ?? -1);
      expect(reported).toEqual({ values, isShared: true });
    },
  );
});
