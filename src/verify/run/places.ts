import type { Assignment } from '../../predicate/assignment.js';
import { changeRegisters } from './change-vector.js';
import { TRUE, type Diagram, type Node } from '../engine/diagram.js';
import { changesKey } from '../fate/findings.js';
import { liveField, type LiveSet } from './live-set.js';
import { changeHeld, isWide, stateWhere, type State } from './state.js';
import { takeByPlace } from './take-by-place.js';

/** Places that set registers in different ways are kept apart up to this number. */
const MOST_PARTS = 48;

/** Places that set addresses in different ways are kept apart up to this number, when {@link MOST_PARTS} is not enough. */
const MOST_ADDRESSES = 8;

type Changes = ReadonlyMap<number, readonly Assignment[]>;

/** A function from packets to places with changes for each, divided into parts. */
interface DividedPlaces {
  /** What says what each place changes. */
  readonly owner: object;
  readonly place: Node;
  readonly live: LiveSet;
  /** The packets that have a place with changes. */
  readonly known: Node;
  readonly parts: readonly Part[];
}

interface Part {
  readonly where: Node;
  /** The place that each of its packets has. */
  readonly place: Node;
  readonly changes: Changes;
  /** All its places do the same, as far as it is read. */
  readonly alike: boolean;
}

/** Packets that have a place, after its changes. */
interface PlacedState {
  readonly after: State;
  readonly place: Node;
}

/** Makes changes by the place that each packet has: the route that was found for it, say. */
export class Places {
  readonly #divided = new Map<Node, DividedPlaces[]>();

  constructor(private readonly diagram: Diagram) {}

  /**
   * Divides places by what they do: those that do different things are apart, unless that is too many parts; then those that set
   * different addresses are, unless that is too many as well.
   *
   * @param owner - what says what each place changes
   * @param place - a function from packets to places
   * @param live - what is read afterwards
   * @param changes - the changes of each place; asked for once
   */
  of(
    owner: object,
    place: Node,
    live: LiveSet,
    changes: () => readonly (readonly [number, readonly Assignment[]])[],
  ): DividedPlaces {
    const before = this.#divided.get(place) ?? [];
    const known = before.find((one) => one.owner === owner && one.live === live);
    if (known !== undefined) return known;
    const divided = { owner, place, live, ...this.#divide(place, live, new Map(changes())) };
    this.#divided.set(place, [...before, divided]);
    return divided;
  }

  /** The states of the packets that have a place, after its changes, each with the place that each of its packets has. */
  apart(state: State, { live, parts }: DividedPlaces): readonly PlacedState[] {
    return parts.flatMap(({ where, place, changes, alike }): readonly PlacedState[] => {
      const here = stateWhere(this.diagram, state, where);
      if (here === undefined) return [];
      const [first = []] = changes.values();
      const after = changeHeld(here, ({ registers }) => ({
        registers: alike
          ? changeRegisters(this.diagram, first, registers)
          : takeByPlace(this.diagram, place, changes, registers, live),
      }));
      return [{ after, place }];
    });
  }

  #divide(place: Node, live: LiveSet, changes: Changes): Pick<DividedPlaces, 'known' | 'parts'> {
    const isLive = ({ to }: Assignment): boolean => (live & liveField(to)) !== 0n;
    const alike = groupChanges(changes, isLive);
    const wide = (): readonly Changes[] =>
      groupChanges(changes, (change) => isWide(change.to) && isLive(change));
    const some = alike.length > MOST_PARTS ? wide() : alike;
    const divided = alike.length > MOST_PARTS && some.length > MOST_ADDRESSES ? [changes] : some;
    const every = this.diagram.valuesOf(place).every((value) => changes.has(value));
    const known = every ? TRUE : this.diagram.whereValue(place, (value) => changes.has(value));
    const parts = divided.map((part) => ({
      where:
        divided.length === 1 ? known : this.diagram.whereValue(place, (value) => part.has(value)),
      place: onlyPlace(this.diagram, part) ?? place,
      changes: part,
      alike: some === alike,
    }));
    return { known, parts };
  }
}

/** The place of packets that have no other. */
function onlyPlace(diagram: Diagram, changes: Changes): Node | undefined {
  const [only] = changes.keys();
  return only === undefined || changes.size > 1 ? undefined : diagram.terminal(only);
}

/** Changes by place in groups: those of one group do the same, as far as it counts. */
function groupChanges(
  changes: Changes,
  counts: (change: Assignment) => boolean,
): readonly Changes[] {
  const groups = new Map<string, Map<number, readonly Assignment[]>>();
  for (const [value, assignments] of changes) {
    const key = changesKey(assignments.filter(counts));
    const group = groups.get(key) ?? new Map<number, readonly Assignment[]>();
    groups.set(key, group.set(value, assignments));
  }
  return [...groups.values()];
}
