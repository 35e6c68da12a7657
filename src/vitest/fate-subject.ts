import type { Explanation } from '../host/explanation.js';
import { Host } from '../host/host.js';
import type { Outcome } from '../host/outcome.js';
import { printFate } from '../trace/fate.js';
import type { Aspect } from '../trace/deciding-step.js';
import { plain } from '../trace/paint.js';
import { incompleteLines } from '../trace/incomplete-line.js';
import { printTrace } from '../trace/print-trace.js';
import { sayReceived } from './say-received.js';
import { visibleData } from '../visible-text.js';

/** What the matchers look at: `host.explain(packet)`, or `host.send(packet)`, of which a failure can't print the steps. */
export type FateSubject = Explanation | Outcome;

/**
 * Takes what a test handed to `expect`.
 *
 * @throws TypeError when it is neither an explanation nor an outcome
 */
export function readSubject(matcher: string, received: unknown): FateSubject {
  if (isSubject(received)) return received;
  throw new TypeError(
    `${matcher}: expects host.explain(packet) or host.send(packet), got ${sayReceived(received)}`,
  );
}

function isSubject(received: unknown): received is FateSubject {
  if (typeof received !== 'object' || received === null) return false;
  return (
    ('outcome' in received && 'steps' in received) || ('kind' in received && 'dst' in received)
  );
}

/**
 * The host that a fate is of.
 *
 * @throws TypeError when it isn't known: of a copy, say, or of a row of a batch
 */
export function hostOf(matcher: string, subject: FateSubject): Host {
  if ('host' in subject && subject.host instanceof Host) return subject.host;
  throw new TypeError(
    `${matcher}: expects what host.explain(packet) or host.send(packet) returns, got a copy without its host`,
  );
}

/** The fate itself. */
export function outcomeOf(subject: FateSubject): Outcome {
  return 'outcome' in subject ? subject.outcome : subject;
}

/** The trace, with the step marked that decided; of a fate alone its one line. */
export function printSubject(subject: FateSubject, aspect: Aspect): string {
  return 'outcome' in subject
    ? printTrace(subject, { paint: plain, all: false, aspect })
    : [...incompleteLines(subject.missing, plain), printFate(visibleData(subject), plain)]
        .map((line) => `${line}\n`)
        .join('');
}
