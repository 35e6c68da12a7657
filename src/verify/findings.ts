import { printAddress } from '../address/address-text.js';
import type { Assignment } from '../predicate/assignment.js';
import type { Resolution } from '../program/resolution.js';
import { liveField, liveMemory, type LiveSet } from './live-set.js';

/** The finding of a lookup that found nothing. */
export const MISS = 0;

/**
 * What lookups find, by number: two routes are the same finding when nothing that happens later can tell them apart, unless each route
 * is asked for.
 */
export class Findings {
  readonly #resolutions: (Resolution | undefined)[] = [undefined];
  readonly #numbers = new Map<string, number>();
  readonly #routes = new Map<unknown, number>();

  /** @param eachRoute - every route is a finding of its own */
  constructor(readonly eachRoute = false) {}

  /** The number of a resolution, given what is read after it. */
  numberOf(resolution: Resolution, live: LiveSet): number {
    const key = this.#key(resolution, live);
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#resolutions.length;
      this.#resolutions.push(resolution);
      this.#numbers.set(key, number);
    }
    return number;
  }

  /** A resolution with that number; undefined for {@link MISS}. */
  resolution(number: number): Resolution | undefined {
    return this.#resolutions[number];
  }

  /** Every resolution that has a number. */
  all(): readonly Resolution[] {
    return this.#resolutions.flatMap((resolution) => resolution ?? []);
  }

  #key(resolution: Resolution, live: LiveSet): string {
    const { assignments } = resolution;
    const changes = assignments.filter(({ to }) => (live & liveField(to)) !== 0n);
    const seen = (live & liveMemory('found')) === 0n ? '' : resultKey(resolution);
    return `${this.#routeKey(resolution)}${seen}${changesKey(changes)}`;
  }

  #routeKey({ route }: Resolution): string {
    if (!this.eachRoute || route === undefined) return '';
    const number = this.#routes.get(route) ?? this.#routes.size;
    this.#routes.set(route, number);
    return `#${number} `;
  }
}

/** What is told of a lookup's result, in a text that is the same for equal ones only. */
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
