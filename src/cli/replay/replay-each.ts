import type { GroupFilter } from '../../replay/flow-group.js';
import type { Unsent } from '../../replay/flows/flow-scope.js';
import type { PieceAnswer } from '../../replay/piece-replayer.js';
import type { ReplayedPacket } from '../../replay/replayer.js';
import { jsonLine } from '../print/json-line.js';

/** A line or a frame that was not sent. */
interface UnsentLine {
  readonly number: number;
  readonly kind: 'invalid' | 'skipped';
  readonly message: string;
}

/** Prints a line of JSON for each line or frame of a piece, in the order of the file; those that were not sent only when all are wanted. */
export function printEach({ packets, unsent }: PieceAnswer, wanted: GroupFilter): string {
  const lines: readonly (ReplayedPacket | UnsentLine)[] = [
    ...packets,
    ...(wanted.size === 0 ? unsent.map(unsentLine) : []),
  ];
  return lines
    .toSorted((a, b) => a.number - b.number)
    .map((line) => jsonLine(line))
    .join('');
}

function unsentLine({ number, kind, why }: Unsent): UnsentLine {
  return { number, kind: kind === 'not sent' ? 'invalid' : kind, message: why };
}
