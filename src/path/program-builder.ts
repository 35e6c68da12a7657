import { isAlways, isNever, type Predicate } from '../predicate/predicate.js';
import type { Assignment } from '../predicate/assignment.js';
import type { ErrnoName } from '../errno.js';
import type { IcmpError } from '../program/ending.js';
import type { Note } from '../program/note.js';
import type { Place } from '../program/place.js';
import type { Resolution } from '../program/resolution.js';
import type { Frame, Step, StepId } from '../program/step.js';

/**
 * Makes a program from its ends to its beginning: every step is given the ids of its successors, which exist already.
 */
export class ProgramBuilder {
  readonly steps: Step[] = [];

  add(step: Step): StepId {
    this.steps.push(step);
    return this.steps.length - 1;
  }

  /** A test without a note is left out when its predicate is constant. */
  test(when: Predicate, yes: StepId, no: StepId, note?: Note): StepId {
    if (note === undefined && isAlways(when)) return yes;
    if (note === undefined && isNever(when)) return no;
    return this.add({ kind: 'test', when, yes, no, ...withNote(note) });
  }

  assign(assignments: readonly Assignment[], next: StepId, note?: Note): StepId {
    if (assignments.length === 0 && note === undefined) return next;
    return this.add({ kind: 'assign', assignments, next, ...withNote(note) });
  }

  /** @param byRule - the rule of the policy database that matched last decides this */
  resolve(resolution: Resolution, next: StepId, byRule = false, note?: Note): StepId {
    return this.add({ kind: 'resolve', resolution, byRule, next, ...withNote(note) });
  }

  call(frame: Frame, target: StepId, next: StepId, note?: Note): StepId {
    return this.add({ kind: 'call', frame, target, next, ...withNote(note) });
  }

  return(frame: Frame, note?: Note): StepId {
    return this.add({ kind: 'return', frame, ...withNote(note) });
  }

  drop(at: Place, errno?: ErrnoName, icmp?: IcmpError): StepId {
    return this.add({ kind: 'end', ending: { kind: 'drop', at, errno, icmp } });
  }

  /** The local sender's call fails; without an errno, with that of the last lookup. */
  fail(at: Place, errno?: ErrnoName): StepId {
    return this.add({ kind: 'end', ending: { kind: 'error', at, errno } });
  }
}

function withNote(note: Note | undefined): { readonly note?: Note } {
  return note === undefined ? {} : { note };
}
