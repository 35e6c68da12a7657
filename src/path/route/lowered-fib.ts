import { tick } from '../../bound.js';
import { addressFromWords } from '../../address/address.js';
import type { Family } from '../../address/family.js';
import { makePrefix, prefixCovers, type Prefix } from '../../address/prefix.js';
import { routesAt, visitPrefixes, type FibTable } from '../../fib/fib-table.js';
import type { Route } from '../../fib/route.js';
import type { Candidate, LoweredTable } from '../../program/lowered-table.js';

/**
 * Turns the routes of one prefix, in the order of the table, into what a lookup sees of them; `longer` gives those of each prefix that lies
 * in it. Where `alike` is asked for, the candidates can bear the routes of another prefix that do the same.
 */
export type LowerRoutes = (
  routes: readonly Route[],
  longer: () => readonly (readonly Route[])[],
  alikeOf?: number,
) => readonly Candidate[];

/** How much work it is to lower the routes of a prefix. */
const PREFIX_PIECES = 4;

/**
 * Routing tables as one lookup reads them: one table, or local and main while they are one. Routes are lowered when they're first met.
 */
export class LoweredFib implements LoweredTable {
  readonly #family: Family;
  readonly #tables: readonly FibTable[];
  readonly #lowerRoutes: LowerRoutes;
  /** Prefix lengths that some table has, longest first. */
  readonly #lengths: readonly number[];
  readonly #lowered = new Map<string, readonly Candidate[]>();

  /** @param tables - at equal prefix length the routes of an earlier table come first */
  constructor(family: Family, tables: readonly FibTable[], lowerRoutes: LowerRoutes) {
    this.#family = family;
    this.#tables = tables;
    this.#lowerRoutes = lowerRoutes;
    const lengths = new Set(tables.flatMap((table) => [...table.lengths.keys()]));
    this.#lengths = [...lengths].toSorted((a, b) => b - a);
  }

  get ids(): readonly number[] {
    return this.#tables.map((table) => table.id);
  }

  *candidatesFor(words: readonly number[]): Iterable<Candidate> {
    const destination = addressFromWords(this.#family, words);
    for (const length of this.#lengths) yield* this.#at(makePrefix(destination, length));
  }

  /** Lowers every route, and keeps nothing of it: a full-size table would take gigabytes. */
  *entries(): Iterable<{ readonly prefix: Prefix; readonly candidates: readonly Candidate[] }> {
    const seen = new Set<string>();
    const [only, second] = this.#tables;
    for (const table of this.#tables) {
      for (const [key, routes] of table.routes) {
        tick(PREFIX_PIECES);
        const [first] = routes;
        if (first === undefined || seen.has(key)) continue;
        if (second !== undefined) seen.add(key);
        const all = table === only && second === undefined ? routes : this.#routesAt(first.dst);
        const candidates = this.#lowerRoutes(all, () => this.#longerThan(first.dst));
        yield { prefix: first.dst, candidates };
      }
    }
  }

  get size(): number {
    return this.#tables.reduce((sum, { routes }) => sum + routes.size, 0);
  }

  forEachAlike(
    visit: (words: Uint32Array, length: number, candidates: readonly Candidate[]) => void,
  ): void {
    let first: Route | undefined;
    const longer = (): readonly (readonly Route[])[] =>
      first === undefined ? [] : this.#longerThan(first.dst);
    for (const [place, table] of this.#tables.entries()) {
      const before = this.#tables.slice(0, place);
      const after = this.#tables.slice(place + 1);
      visitPrefixes(table, (words, length, routes, key) => {
        tick(PREFIX_PIECES);
        if (before.some((other) => other.routes.has(key))) return;
        let all = routes;
        for (const other of after) all = all.concat(other.routes.get(key) ?? []);
        first = all[0];
        visit(words, length, this.#lowerRoutes(all, longer, length));
      });
    }
  }

  #routesAt(prefix: Prefix): readonly Route[] {
    return this.#tables.flatMap((table) => routesAt(table, prefix));
  }

  #at(prefix: Prefix): readonly Candidate[] {
    const key = `${prefix.address.words.join('.')}/${prefix.length}`;
    let candidates = this.#lowered.get(key);
    if (candidates === undefined) {
      candidates = this.#lowerRoutes(this.#routesAt(prefix), () => this.#longerThan(prefix));
      this.#lowered.set(key, candidates);
    }
    return candidates;
  }

  #longerThan(prefix: Prefix): readonly (readonly Route[])[] {
    return this.#tables.flatMap((table) =>
      [...table.routes.values()].filter(([first]) => {
        tick();
        const dst = first?.dst;
        return dst !== undefined && dst.length > prefix.length && prefixCovers(prefix, dst);
      }),
    );
  }
}
