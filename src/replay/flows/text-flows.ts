import type { PacketDevices } from '../../compile/packet-columns.js';
import type { Packet } from '../../packet/packet.js';
import { FlowBatcher, type FlowBatch } from './flow-batch.js';
import type { FlowReader, FlowScope } from './flow-reader.js';

/** One record of a text file. */
export interface FlowRecord {
  /** The line on which it begins, from 1. */
  readonly line: number;
  /** Reads it. @throws TypeError or RangeError that names what is wrong */
  readonly read: () => Packet;
}

/** Cuts text into records as it comes. */
export interface RecordReader {
  push(text: string): Iterable<FlowRecord>;
  end(): Iterable<FlowRecord>;
}

/** The packets of a text file. A record that is no packet, or names a device that isn't there, can't be sent. */
export function textFlows(scope: FlowScope, records: RecordReader): FlowReader {
  const decoder = new TextDecoder();
  const batcher = new FlowBatcher();

  function* take(found: Iterable<FlowRecord>): Iterable<FlowBatch> {
    for (const { line, read } of found) {
      const full = add(line, read);
      if (full !== undefined) yield full;
    }
  }

  function add(line: number, read: () => Packet): FlowBatch | undefined {
    try {
      const packet = read();
      return batcher.addPacket(packet, devicesOf(packet, scope), line);
    } catch (error) {
      if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
      scope.unsendable({ number: line, why: error.message });
      return undefined;
    }
  }

  return {
    push: (chunk) => take(records.push(decoder.decode(chunk, { stream: true }))),
    flush: () => batcher.flush(),
    *end() {
      yield* take(records.end());
      yield* batcher.flush();
    },
  };
}

function devicesOf({ iif, oif }: Packet, scope: FlowScope): PacketDevices {
  return { iif: indexOf('iif', iif, scope), oif: indexOf('oif', oif, scope) };
}

function indexOf(field: string, name: string | undefined, scope: FlowScope): number {
  if (name === undefined) return 0;
  const index = scope.ifindex(name);
  if (index === undefined) throw new RangeError(`${field}: no device ${name}`);
  return index;
}
