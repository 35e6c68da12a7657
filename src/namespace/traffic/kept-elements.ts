import { Map } from 'immutable';
import { frozen } from '../../frozen.js';
import { keptName } from '../../netfilter/nft/set/changed-by-packets.js';
import {
  elementCounterIds,
  ownStatements,
  type SetElement,
} from '../../netfilter/nft/set/element.js';
import type { KeptElement, KeptSet } from '../../netfilter/nft/set/kept-set.js';
import type { NftSet } from '../../netfilter/nft/set/nft-set.js';
import { NONE_LEFT } from '../../netfilter/nft/stateful-step.js';
import type { Netfilter } from '../../netfilter/netfilter.js';
import type { Table } from '../../netfilter/table.js';
import type { Namespace } from '../namespace.js';
import type { Counter } from './traffic.js';

/**
 * A namespace in whose sets stand the elements that packets have put there, with what their statements have counted, and none that packets have taken
 * out: as whoever lists or changes sets finds them.
 */
export function withKeptElements(namespace: Namespace): Namespace {
  const { traffic, netfilter } = namespace;
  if (traffic.elements.isEmpty()) return namespace;
  const taking = new Taking(netfilter, traffic.elements);
  const { counters, choices } = taking;
  return namespace.merge({
    netfilter: taking.netfilter,
    traffic: traffic.merge({
      elements: Map(),
      counters: traffic.counters.merge(counters),
      choices: traffic.choices.merge(choices),
    }),
  });
}

/** Takes what packets have made of sets into their elements. */
class Taking {
  readonly netfilter: Netfilter;
  readonly counters: [number, Counter][] = [];
  readonly choices: [object, number][] = [];
  #nextId: number;

  constructor(netfilter: Netfilter, kept: Map<string, KeptSet>) {
    this.#nextId = netfilter.nextId;
    const tables = netfilter.tables.map((table) => this.#table(table, kept));
    this.netfilter = netfilter.merge({ tables, nextId: this.#nextId });
  }

  #table(table: Table, kept: Map<string, KeptSet>): Table {
    const sets = table.sets.map((set) => {
      const found = kept.get(keptName(table, set.name));
      return found === undefined ? set : this.#set(set, found);
    });
    return table.set('sets', sets);
  }

  #set(set: NftSet, { byKey: kept }: KeptSet): NftSet {
    const { elements } = set;
    if (elements.kind !== 'points') return set;
    const byKey = elements.byKey.withMutations((changed) => {
      for (const [key, one] of kept) {
        if (one.element === undefined) changed.delete(key);
        else changed.set(key, this.#element(one.element, one));
      }
    });
    return set.set('elements', { kind: 'points', byKey });
  }

  #element(element: SetElement, { memory }: KeptElement): SetElement {
    const statements = ownStatements(element.statements);
    const isCounted = statements.some(({ kind }) => kind === 'counter');
    const made = frozen({ ...element, statements, ...(isCounted && { counterId: this.#nextId }) });
    const ids = elementCounterIds(made).values();
    this.#nextId += elementCounterIds(made).length;
    for (const [at, statement] of made.statements.entries()) {
      const { packets, bytes } = memory[at] ?? { packets: NONE_LEFT, bytes: 0 };
      if (statement.kind === 'counter') {
        const id = ids.next().value;
        if (id !== undefined && packets > 0)
          this.counters.push([id, Object.freeze({ packets, bytes })]);
      } else if (packets !== NONE_LEFT) {
        this.choices.push([statement, packets]);
      }
    }
    return made;
  }
}
