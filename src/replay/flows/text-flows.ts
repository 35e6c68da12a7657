import { assertNever } from '../../assert-never.js';
import type { PacketDevices } from '../../compile/packet-columns.js';
import { headerBytes } from '../../packet/header-bytes.js';
import type { Packet } from '../../packet/packet.js';
import { csvLines } from './csv-lines.js';
import { FlowBatcher, type FlowBatch } from './flow-batch.js';
import type { TextPiece } from './flow-piece.js';
import type { FlowScope, UnsentReason } from './flow-scope.js';
import { jsonLines } from './json-lines.js';
import type { LineReader } from './line-reader.js';
import { linesOf, type Line } from './lines.js';

/**
 * The packets of a piece of a text file. A line that is no packet, or names a device that isn't there, is not sent.
 *
 * @throws ParseError when the first line of CSV doesn't name columns
 */
export function* textFlows(piece: TextPiece, scope: FlowScope): Iterable<FlowBatch> {
  const batcher = new FlowBatcher();
  const read = lineReader(piece, scope);

  function add({ number, text, trouble }: Line): FlowBatch | UnsentReason | undefined {
    if (trouble !== undefined) return { kind: 'not sent', why: trouble };
    try {
      const packet = read(text);
      if (typeof packet === 'string') return { kind: 'skipped', why: packet };
      checkLength(packet);
      return batcher.addPacket(packet, devicesOf(packet, scope), number);
    } catch (error) {
      if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
      return { kind: 'not sent', why: error.message };
    }
  }

  for (const line of linesOf(piece)) {
    const result = add(line);
    if (result === undefined) continue;
    if ('why' in result) scope.unsent({ number: line.number, ...result });
    else yield result;
  }
  yield* batcher.flush();
}

function lineReader({ format, head }: TextPiece, { accounts }: FlowScope): LineReader {
  switch (format) {
    case 'json':
      return jsonLines(accounts);
    case 'csv':
      return csvLines(new TextDecoder().decode(head), accounts);
    default:
      return assertNever(format);
  }
}

/** No packet on a wire is shorter than its headers. */
function checkLength({ dst, protocol, length }: Packet): void {
  const least = headerBytes(dst.family, protocol);
  if (length < least) throw new RangeError(`length: ${least} at least, got ${length}`);
}

function devicesOf({ iif, oif }: Packet, scope: FlowScope): PacketDevices {
  return { iif: indexOf('iif', iif, scope), oif: indexOf('oif', oif, scope) };
}

function indexOf(field: string, name: string | undefined, scope: FlowScope): number {
  if (name === undefined) return 0;
  const index = scope.ifindex(name);
  if (index === undefined) throw new RangeError(`${field}: no device ${JSON.stringify(name)}`);
  return index;
}
