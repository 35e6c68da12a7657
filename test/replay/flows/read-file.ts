import { INSTALLED_DATABASES } from '../../../src/databases/databases.js';
import type { Packet } from '../../../src/packet/packet.js';
import { cutFlows } from '../../../src/replay/flows/cut-flows.js';
import type { FlowFormat } from '../../../src/replay/flows/flow-format.js';
import type { FlowPiece, Unread } from '../../../src/replay/flows/flow-piece.js';
import type { FlowScope } from '../../../src/replay/flows/flow-scope.js';
import { readFlows } from '../../../src/replay/flows/read-flows.js';
import { rowPacket } from '../../../src/replay/row-packet.js';

/** The devices of the host, by ifindex. */
const DEVICES = ['', 'lo', 'eth0', 'eth1'];

/** A line or a frame: its number, and its packet or why it is not sent. */
export type Entry = readonly [number: number, what: Packet | string];

/** What a file turns out to have. */
export interface ReadFile {
  readonly entries: readonly Entry[];
  /** How many lines or frames were counted. */
  readonly count: number;
  readonly unread: Unread | undefined;
  readonly pieces: readonly FlowPiece[];
}

/** How a file comes, and what it meets. */
export interface Reading {
  /** Where chunks end; none: it comes at once. */
  readonly ends?: readonly number[];
  /** Bytes of a piece. */
  readonly least?: number;
  readonly iif?: string | undefined;
  readonly isOwn?: FlowScope['isOwn'];
}

/** Cuts a file into pieces and reads each as a file of its own. */
export function readFile(
  format: FlowFormat,
  file: Uint8Array | string,
  { ends = [], least = Infinity, iif, isOwn = () => false }: Reading = {},
): ReadFile {
  const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file;
  const cutter = cutFlows(format, least);
  const pieces: FlowPiece[] = [];
  let from = 0;
  for (const to of [...ends.toSorted((a, b) => a - b), bytes.length]) {
    pieces.push(...cutter.push(bytes.slice(from, to)));
    from = to;
  }
  pieces.push(...cutter.end());
  const entries = pieces.flatMap((piece) => readPiece(piece, iif, isOwn));
  return { entries, count: cutter.count, unread: cutter.unread, pieces };
}

function readPiece(
  piece: FlowPiece,
  iif: string | undefined,
  isOwn: FlowScope['isOwn'],
): readonly Entry[] {
  const entries: Entry[] = [];
  const scope: FlowScope = {
    ifindex: (name) => (DEVICES.includes(name) ? DEVICES.indexOf(name) : undefined),
    accounts: INSTALLED_DATABASES,
    isOwn,
    unsent: ({ number, kind, why }) => entries.push([number, `${kind}: ${why}`]),
  };
  for (const { packets, numbers } of readFlows(piece, scope, iif)) {
    for (let at = 0; at < packets.count; at++) {
      const packet = rowPacket(packets, at, (index) => DEVICES[index] || undefined);
      entries.push([numbers[at] ?? 0, packet]);
    }
  }
  return entries.toSorted(([a], [b]) => a - b);
}

/** The numbers of the lines or frames that are packets. */
export function sentOf({ entries }: ReadFile): readonly number[] {
  return entries.flatMap(([number, what]) => (typeof what === 'string' ? [] : [number]));
}

/** Why others are not. */
export function unsentOf({ entries }: ReadFile): readonly (readonly [number, string])[] {
  return entries.flatMap(([number, what]) => (typeof what === 'string' ? [[number, what]] : []));
}
