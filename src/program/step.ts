import type { NetfilterRule } from '../netfilter/rule.js';
import type { ChainHook } from '../netfilter/base-chain.js';
import type { TableReference } from '../netfilter/table.js';
import type { Rule } from '../rpdb/rule.js';
import type { Assignment } from '../predicate/assignment.js';
import type { NatPick, NatRange } from '../connection/nat-range.js';
import type { Field } from '../packet/field.js';
import type { Predicate } from '../predicate/predicate.js';
import type { AddressMap } from './address-map.js';
import type { ChoicePoint } from './choice-point.js';
import type { LoweredTable } from './lowered-table.js';
import type { Ending } from './ending.js';
import type { Note } from './note.js';
import type { Resolution } from './resolution.js';

/** The place of a step in its program. A step's successors always have smaller ids, so every program ends. */
export type StepId = number;

/**
 * One step of a program. What a step does, and what it is part of, stands in the step itself; a `note` is for explanations, and nothing else
 * goes by it.
 *
 * - `test`: goes to `yes` when the predicate holds, else to `no`; a rule of the policy database that held is the one that matched last
 * - `assign`: makes its changes in order
 * - `lookup`: looks the flow destination up in a table; `hit` with the resolution's own assignments made, else `miss`
 * - `map`: makes the changes that an address map has for the flow destination
 * - `resolve`: takes a resolution that doesn't depend on the packet, as if it had been looked up
 * - `call`: runs from `target` until `return`, then goes on; frames of kind `table` can be left from any depth. When a lookup begins, no rule
 *   of the policy database has matched yet
 * - `return`: leaves the innermost frame, or the innermost `table` frame with all inside it
 * - `keep`, `recall`: puts aside what the last lookup found, and takes it back: a lookup in between goes unseen
 * - `track`: finds the packet's connection and sets the ct registers; a packet that has been tracked is left as it is
 * - `confirm`: a new connection becomes one, as the packet is now
 * - `forget`: the packet's connection is one no more
 * - `open`: the packet begins a TCP connection to a local socket, which is there from now on
 * - `close`: the packet ends the one that it is of
 * - `count`: adds one packet and its length to a counter
 * - `choose`: goes where the named choice says; nothing in the packet decides it
 * - `pick`: a register is given one of the numbers of a range, that which NAT picks for the connection; the packet doesn't decide which
 * - `emit`: another packet sets out at `to`, as this one is now, and goes its way to its end; then this one goes on, as it was but for the
 *   connection, which both are of
 * - `end`: the packet's fate
 */
export type Step =
  | {
      readonly kind: 'test';
      readonly when: Predicate;
      readonly yes: StepId;
      readonly no: StepId;
      /** Left out for a test that the path makes on its own account. */
      readonly of?: Question;
      readonly note?: Note;
    }
  | {
      readonly kind: 'assign';
      readonly assignments: readonly Assignment[];
      readonly next: StepId;
      /** The packet comes back in to its own host here. */
      readonly loops?: true;
      readonly note?: Note;
    }
  | {
      readonly kind: 'lookup';
      readonly table: LoweredTable;
      readonly hit: StepId;
      readonly miss: StepId;
      readonly note?: Note;
    }
  | { readonly kind: 'map'; readonly map: AddressMap; readonly next: StepId; readonly note?: Note }
  | {
      readonly kind: 'resolve';
      readonly resolution: Resolution;
      /** The rule that matched last decides here; else none does. */
      readonly byRule: boolean;
      readonly next: StepId;
      readonly note?: Note;
    }
  | {
      readonly kind: 'call';
      readonly frame: Frame;
      readonly target: StepId;
      readonly next: StepId;
      /** Left out for a user's chain, and for a part of the path. */
      readonly of?: Called;
      readonly note?: Note;
    }
  | { readonly kind: 'return'; readonly frame: Frame; readonly note?: Note }
  | {
      readonly kind: 'keep' | 'recall' | 'forget';
      readonly next: StepId;
      readonly note?: Note;
    }
  | {
      readonly kind: 'track';
      /** Rules give connections zones: those that are there can be of any. */
      readonly zones: boolean;
      readonly next: StepId;
      readonly note?: Note;
    }
  | {
      readonly kind: 'confirm';
      /** The answers go by the ends that the connection has kept, and not by those of the packet, which rules may have written over. */
      readonly kept: boolean;
      readonly next: StepId;
      /** Rules can lead to it that the answers would be another connection's: a proof goes that way too. */
      readonly clashes: boolean;
      /** Where they would be. */
      readonly clash: StepId;
      readonly note?: Note;
    }
  | {
      readonly kind: 'unique';
      /** What the translation may be to. */
      readonly range: NatRange;
      /** The connection keeps the ends of its packets, which rules may have written over. */
      readonly kept: boolean;
      readonly next: StepId;
      readonly note?: Note;
    }
  | {
      readonly kind: 'open';
      /** The socket takes packets to any address. */
      readonly transparent: boolean;
      readonly next: StepId;
      readonly note?: Note;
    }
  | { readonly kind: 'close'; readonly next: StepId; readonly note?: Note }
  | {
      readonly kind: 'count';
      readonly counter: number;
      readonly next: StepId;
      readonly note?: Note;
    }
  | {
      readonly kind: 'choose';
      readonly choice: ChoicePoint;
      readonly options: readonly StepId[];
      /** The rule of a chain of which the choice is a condition. */
      readonly of?: Extract<Question, { kind: 'chain-rule' }>;
      readonly note?: Note;
    }
  | {
      readonly kind: 'pick';
      readonly pick: NatPick;
      /** The register that is given it. */
      readonly to: Field;
      /** Unique in its program: what is picked, and by which rule. */
      readonly name: string;
      /** The rule that it's made in, and at which hook. */
      readonly rule: string;
      /** The connection keeps the ends of its packets, which rules may have written over. */
      readonly kept: boolean;
      readonly next: StepId;
      readonly note?: Note;
    }
  | {
      readonly kind: 'emit';
      /** Where the packet sets out that is emitted; a subroutine of its own, which is left by an end. */
      readonly to: StepId;
      readonly next: StepId;
      readonly note?: Note;
    }
  | { readonly kind: 'end'; readonly ending: Ending; readonly note?: Note };

/**
 * Whose question a test is.
 *
 * - `rule`: a rule of the policy database, all of its selectors
 * - `chain-rule`: a rule of a chain, one of its conditions
 * - `check`: a check that the path makes of a packet, or whether what has changed has it routed again
 */
export type Question =
  | { readonly kind: 'rule'; readonly rule: Rule }
  | { readonly kind: 'chain-rule'; readonly rule: NetfilterRule }
  | { readonly kind: 'check' };

/** What a call runs: a route lookup, or the chains of a table at a hook. */
export type Called =
  | { readonly kind: 'lookup' }
  | {
      readonly kind: 'hook';
      readonly table: TableReference;
      readonly chain: string;
      readonly hook: ChainHook;
    };

/** The rule of the policy database that a step asks; undefined for any other step. */
export function ruleOf(step: Step): Rule | undefined {
  return step.kind === 'test' && step.of?.kind === 'rule' ? step.of.rule : undefined;
}

/** The rule of a chain of which a step asks one of the conditions; undefined for any other step. */
export function chainRuleOf(step: Step): NetfilterRule | undefined {
  if (step.kind === 'choose') return step.of?.rule;
  return step.kind === 'test' && step.of?.kind === 'chain-rule' ? step.of.rule : undefined;
}

/** What a call opens and a return closes: one chain, or a whole table or lookup. */
export type Frame = 'chain' | 'table';
