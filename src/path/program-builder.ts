import { tick } from '../bound.js';
import { isAlways, isNever, NEVER, type Predicate } from '../predicate/predicate.js';
import type { Assignment } from '../predicate/assignment.js';
import type { ErrnoName } from '../errno.js';
import { frozen } from '../frozen.js';
import type { IcmpError } from '../program/ending.js';
import type { ComparedField } from '../program/kept-field.js';
import type { CheckName, Note, RuleNote, Side } from '../program/note.js';
import type { LookupPurpose, Place } from '../program/place.js';
import type { Resolution } from '../program/resolution.js';
import type { Called, Frame, Question, Step, StepId } from '../program/step.js';

/** A check of the path: which packets pass it, and where each of the two ways leads. */
export interface Check {
  readonly when: Predicate;
  readonly passes: StepId;
  readonly fails: StepId;
}

/** To lower what a step is made of takes so many pieces of work. */
const STEP_PIECES = 4;

const CHECK: Question = { kind: 'check' };

/** What a test asks that is a condition of a rule. */
export interface RuleTest {
  readonly of: Extract<Question, { kind: 'rule' | 'chain-rule' }>;
  /** Left out where the test is not reported. */
  readonly note?: RuleNote;
}

type TestStep = Extract<Step, { kind: 'test' }>;

/** When a packet is routed again, and where each of the two ways leads. */
export interface Rerouting {
  readonly when: Predicate;
  /** The parts of the packet that the condition looks at. */
  readonly compared: readonly ComparedField[];
  readonly again: StepId;
  readonly onward: StepId;
}

/**
 * Makes a program from its ends to its beginning: every step is given the ids of its successors, which exist already.
 */
export class ProgramBuilder {
  readonly steps: Step[] = [];

  /** Adds a step of any kind but a test, whose notes can depend on its sides. */
  add(step: Exclude<Step, TestStep>): StepId {
    return this.#push(step);
  }

  /** A test is left out when its predicate is constant. */
  test(when: Predicate, yes: StepId, no: StepId): StepId {
    return constantWay(when, yes, no) ?? this.#push({ kind: 'test', when, yes, no });
  }

  /** A condition of a rule: a constant one is met, or not, as any other. */
  ruleTest(when: Predicate, yes: StepId, no: StepId, { of, note }: RuleTest): StepId {
    return this.#push({ kind: 'test', when, yes, no, of, ...(note === undefined ? {} : { note }) });
  }

  /** The only way to make a check: its note can't contradict what the test does with a packet. */
  check(what: CheckName, { when, passes, fails }: Check): StepId {
    return this.#decide(when, passes, fails, (side) => ({ kind: 'check', what, passes: side }));
  }

  /** A check that no packet passes which comes here: tests before it have seen to that. */
  failed(what: CheckName, fails: StepId): StepId {
    return this.check(what, { when: NEVER, passes: fails, fails });
  }

  /** The only way to make a second lookup depend on what has changed. */
  reroute({ when, compared, again, onward }: Rerouting): StepId {
    return this.#decide(when, again, onward, (side) => ({
      kind: 'reroute',
      compared,
      again: side,
    }));
  }

  assign(assignments: readonly Assignment[], next: StepId, note?: Note): StepId {
    if (assignments.length === 0 && note === undefined) return next;
    return this.add({ kind: 'assign', assignments, next, ...withNote(note) });
  }

  /** @param byRule - the rule of the policy database that matched last decides this */
  resolve(resolution: Resolution, next: StepId, byRule = false, note?: Note): StepId {
    return this.add({ kind: 'resolve', resolution, byRule, next, ...withNote(note) });
  }

  /** Calls what {@link Called} names, or a user's chain, or a part of the path. */
  call(frame: Frame, target: StepId, next: StepId, of?: Called): StepId {
    return this.add(
      of === undefined
        ? { kind: 'call', frame, target, next }
        : {
            kind: 'call',
            frame,
            target,
            next,
            of,
            ...withNote(of.kind === 'hook' ? of : undefined),
          },
    );
  }

  /** Looks the flow key up. */
  lookup(rpdb: StepId, next: StepId, purpose: LookupPurpose): StepId {
    const of = { kind: 'lookup' } as const;
    const note = { kind: 'lookup', purpose } as const;
    return this.add({ kind: 'call', frame: 'table', target: rpdb, next, of, note });
  }

  return(frame: Frame, note?: Note): StepId {
    return this.add({ kind: 'return', frame, ...withNote(note) });
  }

  drop(at: Place, errno?: ErrnoName, icmp?: IcmpError): StepId {
    return this.add({ kind: 'end', ending: { kind: 'drop', at, errno, icmp } });
  }

  /** A test with a note on the side where packets go that meet the condition. A negation is turned round, to keep runs of tests long. */
  #decide(when: Predicate, met: StepId, unmet: StepId, note: (side: Side) => Note): StepId {
    return when.kind === 'not'
      ? this.#push({
          kind: 'test',
          when: when.of,
          yes: unmet,
          no: met,
          of: CHECK,
          note: note('no'),
        })
      : this.#push({ kind: 'test', when, yes: met, no: unmet, of: CHECK, note: note('yes') });
  }

  #push(step: Step): StepId {
    tick(STEP_PIECES);
    // Outcomes have parts of an ending.
    if (step.kind === 'end') frozen(step.ending);
    this.steps.push(step);
    return this.steps.length - 1;
  }

  /** The local sender's call fails; without an errno, with that of the last lookup. */
  fail(at: Place, errno?: ErrnoName): StepId {
    return this.add({ kind: 'end', ending: { kind: 'error', at, errno } });
  }
}

/** Where a test leads that is no question. */
function constantWay(when: Predicate, yes: StepId, no: StepId): StepId | undefined {
  if (isAlways(when)) return yes;
  return isNever(when) ? no : undefined;
}

function withNote(note: Note | undefined): { readonly note?: Note } {
  return note === undefined ? {} : { note };
}
