import { parentPort, workerData } from 'node:worker_threads';
import { LpmTable } from '../../src/lpm/lpm-table.js';

/** Bytes of a table in shared memory, and what to look up in it. */
export interface SharedQuestion {
  readonly bytes: Uint8Array;
  readonly addresses: Uint32Array;
}

const { bytes, addresses }: SharedQuestion = workerData;
const table = LpmTable.fromBytes(bytes, Number);
const out = new Int32Array(addresses.length);
table.lookupBatch(addresses, out);
const values = Array.from(out, (id) => (id < 0 ? -1 : table.value(id)));
parentPort?.postMessage({ values, isShared: bytes.buffer instanceof SharedArrayBuffer }, []);
