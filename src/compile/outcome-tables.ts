import type { Address } from '../address/address.js';
import type { ErrnoName } from '../errno.js';
import type { Route } from '../fib/route.js';
import { COPY_FATES, type CopyFate, type Ending } from '../program/ending.js';
import { printPlace } from '../program/place.js';
import type { FlatProgram } from './flat-program.js';
import type { FlatTable } from './flat-table.js';
import { Numbering } from './numbering.js';
import type { Fate } from './outcome-columns.js';

/** What the endings and takes of one program are called in outcome columns. */
export interface ProgramNumbers {
  /**
   * For each ending: the number of its fate; or, for one that fails with the error of the last lookup, ~ the place of its fates. Once more for
   * each fate of a copy, in the order of {@link COPY_FATES}.
   */
  readonly fateOf: Int32Array;
  /** The fates of such endings, by the error of the take. */
  readonly failures: Int32Array;
  /** For each take, its error as a place in {@link failures}. */
  readonly errorOf: Int32Array;
  /** For each take, the number of its gateway; -1 when it has none. */
  readonly gatewayOf: Int32Array;
  /** For each take of a table, the number of the table's first route; for others that of their route, or -1. */
  readonly routeOf: Int32Array;
  /** For each take, the number of the priority that stands for its table when no rule led there; -1 when none does. */
  readonly standingOf: Int32Array;
  /** For each rule, the number of its priority. */
  readonly ruleOf: Int32Array;
}

/** The priority of the rule that stands for a table while no rule is consulted; undefined when none does. */
export type StandingRule = (table: number) => number | undefined;

/** Numbers what outcome columns state: fates, gateways, routes, priorities. */
export class OutcomeTables {
  readonly #fates = new Numbering<string>();
  readonly fates: Fate[] = [];
  /** The ending of each fate. */
  readonly endings: Ending[] = [];
  readonly #gateways = new Numbering<string>();
  readonly gateways: Address[] = [];
  readonly #priorities = new Numbering<number>();
  readonly #tables = new Map<FlatTable, number>();
  readonly #routes: { readonly first: number; readonly routes: readonly Route[] }[] = [];
  #routeCount = 0;

  constructor(private readonly standing: StandingRule) {}

  get priorities(): readonly number[] {
    return this.#priorities.all;
  }

  /** The route of a number. @throws RangeError when there is no such number */
  route(number: number): Route {
    for (const { first, routes } of this.#routes) {
      const route = routes[number - first];
      if (route !== undefined) return route;
    }
    throw new RangeError(`number: 0..${this.#routeCount - 1}, got ${number}`);
  }

  /** Gives numbers to all that a program can end in. */
  read({ endings, emitting, takes, rules }: FlatProgram): ProgramNumbers {
    const errors = new Numbering<ErrnoName | undefined>();
    const errorOf = takes.map(({ resolution }) => errors.of(resolution.error));
    const failures: number[] = [];
    const emits = new Set(emitting);
    const fateOf = COPY_FATES.flatMap((copy) =>
      endings.map((ending, number) => {
        if (copy !== null && !emits.has(number)) return 0;
        if (ending.kind !== 'error' || ending.errno !== undefined) return this.#fate(ending, copy);
        const at = failures.length;
        failures.push(...errors.all.map((error) => this.#fate(ending, copy, error)));
        return ~at;
      }),
    );
    return {
      fateOf: Int32Array.from(fateOf),
      failures: Int32Array.from(failures),
      errorOf: Int32Array.from(errorOf),
      gatewayOf: Int32Array.from(takes, ({ resolution }) => this.#gateway(resolution.gateway)),
      routeOf: Int32Array.from(takes, ({ resolution: { route }, table, position }) => {
        if (table !== undefined) return this.#table(table) + position;
        return route === undefined ? -1 : this.#addRoutes([route]);
      }),
      standingOf: Int32Array.from(takes, ({ resolution: { route } }) => {
        const priority = route === undefined ? undefined : this.standing(route.table);
        return priority === undefined ? -1 : this.#priorities.of(priority);
      }),
      ruleOf: Int32Array.from(rules, ({ priority }) => this.#priorities.of(priority)),
    };
  }

  #fate(ending: Ending, copy: CopyFate | null, error?: ErrnoName): number {
    const early = ending.kind === 'drop' || ending.kind === 'error' ? ending : undefined;
    const fate: Fate = {
      kind: ending.kind,
      at: early === undefined ? null : printPlace(early.at),
      errno: early?.errno ?? (ending.kind === 'error' ? (error ?? 'EINVAL') : null),
      icmp: ending.kind === 'drop' ? (ending.icmp ?? null) : null,
      copy,
    };
    const number = this.#fates.of(JSON.stringify(fate));
    this.fates[number] = fate;
    this.endings[number] = ending;
    return number;
  }

  #gateway(gateway: Address | undefined): number {
    if (gateway === undefined) return -1;
    const number = this.#gateways.of(`${gateway.family} ${gateway.words.join(' ')}`);
    this.gateways[number] = gateway;
    return number;
  }

  #table(table: FlatTable): number {
    const first = this.#tables.get(table) ?? this.#addRoutes(table.routes);
    this.#tables.set(table, first);
    return first;
  }

  #addRoutes(routes: readonly Route[]): number {
    const first = this.#routeCount;
    this.#routes.push({ first, routes });
    this.#routeCount += routes.length;
    return first;
  }
}
