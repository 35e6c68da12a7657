import { printAddress } from '../../address/address-text.js';
import type { Assignment } from '../../predicate/assignment.js';
import type { Resolution } from '../../program/resolution.js';
import { liveField, liveMemory, type LiveSet } from '../run/live-set.js';

/** The finding of a lookup that found nothing. */
export const MISS = 0;

/**
 * What lookups find, by number: two routes are the same finding when nothing that happens later can distinguish them, unless each route
 * is asked for.
 */
export class Findings {
  readonly #numbered: Numbered;
  readonly #own = new Set<number>();

  /**
   * @param eachRoute - every route is a finding of its own
   * @param beside - findings of another run that have the same number where they are the same
   */
  constructor(
    readonly eachRoute = false,
    beside?: Findings,
  ) {
    this.#numbered =
      beside === undefined
        ? { resolutions: [undefined], numbers: new Map(), routes: new Map() }
        : beside.#numbered;
  }

  /** The number of a resolution, given what is read after it. */
  numberOf(resolution: Resolution, live: LiveSet): number {
    const key = this.#key(resolution, live);
    const { numbers, resolutions } = this.#numbered;
    let number = numbers.get(key);
    if (number === undefined) {
      number = resolutions.length;
      resolutions.push(resolution);
      numbers.set(key, number);
    }
    this.#own.add(number);
    return number;
  }

  /** A resolution with that number; undefined for {@link MISS}. */
  resolution(number: number): Resolution | undefined {
    return this.#numbered.resolutions[number];
  }

  /** Takes findings for asked for here whose numbers are known from a run beside this one. */
  meet(numbers: readonly number[]): void {
    for (const number of numbers) this.#own.add(number);
  }

  /** Every resolution that was asked for its number here. */
  all(): readonly Resolution[] {
    return [...this.#own].flatMap((number) => this.resolution(number) ?? []);
  }

  #key(resolution: Resolution, live: LiveSet): string {
    const { assignments } = resolution;
    const changes = assignments.filter(({ to }) => (live & liveField(to)) !== 0n);
    const seen = (live & liveMemory('found')) === 0n ? '' : resultKey(resolution);
    return `${this.#routeKey(resolution)}${seen}${changesKey(changes)}`;
  }

  #routeKey({ route }: Resolution): string {
    if (!this.eachRoute || route === undefined) return '';
    const { routes } = this.#numbered;
    const number = routes.get(route) ?? routes.size;
    routes.set(route, number);
    return `#${number} `;
  }
}

/** What runs share whose findings have the same numbers. */
interface Numbered {
  readonly resolutions: (Resolution | undefined)[];
  readonly numbers: Map<string, number>;
  readonly routes: Map<unknown, number>;
}

/** What is stated of a lookup's result, in a text that is the same for equal ones only. */
export function resultKey({ error, table, dev, gateway, route }: Resolution): string {
  const next = gateway === undefined ? '' : printAddress(gateway);
  return `${error ?? ''} ${table} ${route?.table ?? ''} ${dev} ${next} `;
}

/** Changes as a text that is the same for equal ones only. */
export function changesKey(changes: readonly Assignment[]): string {
  let key = '';
  for (const change of changes) {
    key += change.to;
    if (change.kind === 'bits') key += `&${change.keep}^${change.value} `;
    else if (change.kind === 'add') key += `+${change.by} `;
    else key += `&${change.keep}^${change.from}&${change.take}<<${change.shift} `;
  }
  return key;
}
