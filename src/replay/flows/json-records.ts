import { parsePacketJson } from '../../packet/packet-json.js';
import type { Packet } from '../../packet/packet.js';
import type { FlowRecord, RecordReader } from './text-flows.js';

/** Packets as JSON, one a line, as `nexthop trace --packets` takes them; blank lines are none. */
export function jsonRecords(): RecordReader {
  let rest = '';
  let line = 0;

  function* take(texts: readonly string[]): Iterable<FlowRecord> {
    for (const text of texts) {
      line += 1;
      if (text.trim() !== '') yield { line, read: () => readPacket(text) };
    }
  }

  return {
    push(text) {
      const lines = `${rest}${text}`.split('\n');
      rest = lines.pop() ?? '';
      return take(lines);
    },
    end: () => take([rest]),
  };
}

function readPacket(text: string): Packet {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new TypeError(`not JSON: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  return parsePacketJson(value);
}
