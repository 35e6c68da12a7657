import { equals } from '../predicate/predicate.js';
import type { CopyFate, Ending } from '../program/ending.js';
import type { StepId } from '../program/step.js';
import type { ProgramBuilder } from './program-builder.js';

/** What the register `copy` holds once the copy for the sender has gone its way. */
export const COPY = { delivered: 1, dropped: 2 } as const satisfies Record<CopyFate, number>;

/** The end of a packet. @param copied - there may have been a copy for the sender: the end tells what became of it */
export function endOf(
  builder: ProgramBuilder,
  ending: Extract<Ending, { kind: 'transmit' | 'drop' }>,
  copied: boolean | undefined,
): StepId {
  const alone = builder.add({ kind: 'end', ending });
  if (copied !== true) return alone;
  const after = (copy: CopyFate): StepId =>
    builder.add({ kind: 'end', ending: { ...ending, copy } });
  return builder.test(
    equals('copy', 0),
    alone,
    builder.test(equals('copy', COPY.delivered), after('delivered'), after('dropped')),
  );
}
