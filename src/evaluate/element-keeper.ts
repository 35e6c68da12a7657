import { Map } from 'immutable';
import { assertNever } from '../assert-never.js';
import { readWords } from '../netfilter/nft/meaning/value/read-word.js';
import type { SetElement } from '../netfilter/nft/set/element.js';
import { KEPT_WAYS, type ElementQuestion } from '../netfilter/nft/set/element-question.js';
import type { KeptElement, KeptSet, StatementMemory } from '../netfilter/nft/set/kept-set.js';
import { pointKey } from '../netfilter/nft/set/point-key.js';
import { leftAtFirst, statefulStep } from '../netfilter/nft/stateful-step.js';
import type { ReadField } from './flow-hash.js';

/** Goes on with the rule, or ends it. */
const WAYS_ON = { on: 0, ends: 1 } as const;

/** Answers what packets ask of sets that packets change, and does to them what they do. Source: `nft_dynset_eval`, `nft_rhash_update`. */
export class ElementKeeper {
  /** What packets have made of sets. */
  table: Map<string, KeptSet>;

  constructor(table: Map<string, KeptSet>) {
    this.table = table;
  }

  /** The way of a choice by a question: see {@link ElementQuestion}. */
  ask(question: ElementQuestion, read: ReadField): number {
    const key = question.key.map((words) => readWords(words, read));
    const place = pointKey(key);
    const set = this.table.get(question.set) ?? UNTOUCHED;
    const found = set.byKey.get(place);
    const keep = (element: KeptElement, put = set.put): void => {
      this.table = this.table.set(question.set, { byKey: set.byKey.set(place, element), put });
    };
    switch (question.does) {
      case 'look':
      case 'find': {
        if (found === undefined) return KEPT_WAYS.asGiven;
        if (found.element === undefined) return KEPT_WAYS.gone;
        if (question.does === 'look' || found.element.statements.length === 0) {
          return KEPT_WAYS.there;
        }
        const { memory, goesOn } = askStatements(found.element, found.memory, read('length'));
        keep({ ...found, memory });
        return goesOn ? KEPT_WAYS.there : KEPT_WAYS.stopped;
      }
      case 'put': {
        const { room } = question.added;
        if (room !== undefined && set.put >= room) return WAYS_ON.ends;
        const element = elementOf(question, key);
        const { memory, goesOn } = askStatements(element, FRESH, read('length'));
        keep({ element, memory }, set.put + 1);
        return goesOn ? WAYS_ON.on : WAYS_ON.ends;
      }
      case 'take':
        keep({ element: undefined, memory: FRESH });
        return WAYS_ON.on;
      default:
        return assertNever(question.does);
    }
  }
}

const UNTOUCHED: KeptSet = { byKey: Map(), put: 0 };
const FRESH: readonly StatementMemory[] = [];

function elementOf({ added }: ElementQuestion, key: readonly bigint[]): SetElement {
  return {
    key: { kind: 'ranges', ranges: key.map((value) => ({ low: value, high: value })) },
    data: undefined,
    timeout: added.timeout,
    expires: undefined,
    comment: undefined,
    statements: added.statements,
  };
}

/** The statements of an element have their say, up to the first that ends the rule. Source: `nft_set_elem_update_expr`. */
function askStatements(
  { statements }: SetElement,
  before: readonly StatementMemory[],
  length: number,
): { readonly memory: readonly StatementMemory[]; readonly goesOn: boolean } {
  let goesOn = true;
  const memory = statements.map((statement, at): StatementMemory => {
    const known = before[at] ?? { packets: leftAtFirst(statement), bytes: 0 };
    if (!goesOn) return known;
    if (statement.kind === 'counter') {
      return { packets: Math.max(known.packets, 0) + 1, bytes: known.bytes + length };
    }
    const step = statefulStep(statement, known.packets);
    goesOn = step.goesOn;
    return { packets: step.left, bytes: 0 };
  });
  return { memory, goesOn };
}
