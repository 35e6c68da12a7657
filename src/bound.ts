import { checkFieldNames, type FieldNames } from './field-names.js';
/**
 * Called before each step of long work and about every 50 ms within one, with what is done, of how much, and what is done now; `all` is
 * Infinity when nobody knows. Seldom 100 ms pass without a call; with commands of 100,000 lines half a second can.
 */
export type Progress = (done: number, all: number, what: string) => void;

/** What work may take. All of it is unbounded when left out. */
export interface Bounds {
  /**
   * Ends the work when it is aborted. Work that never waits lets no timer fire: such a signal is aborted by what {@link Bounds.progress}
   * calls, or before the work begins; for a time use `deadline`.
   */
  readonly signal?: AbortSignal;
  /** When to give up, in milliseconds on the clock: `performance.now() + 2000` is in two seconds. */
  readonly deadline?: number;
  /** How many nodes a decision diagram may have: as many as there is memory for when left out. A node takes 16 bytes, and as much again while it grows. */
  readonly maxNodes?: number;
  /** What time it is, in milliseconds; `performance.now` when left out. */
  readonly clock?: () => number;
  /** Called with the progress of the work; it may abort the signal. */
  readonly progress?: Progress;
}

/** The fields of {@link Bounds}. */
export const BOUND_NAMES: FieldNames<Bounds> = {
  signal: true,
  deadline: true,
  maxNodes: true,
  clock: true,
  progress: true,
};

/** Why work was given up: its deadline passed, its signal was aborted, or its diagrams became too large. */
export type GaveUpReason = 'deadline' | 'aborted' | 'nodes';

/**
 * Thrown when work takes more than its bounds allow. What was certain by then is in `soFar`.
 *
 * @example
 * ```ts
 * import { GaveUp, Host } from 'nexthop';
 * import { classes } from 'nexthop/verify';
 * let reason = '';
 * try {
 *   classes(Host.fresh(), { deadline: performance.now() - 1 });
 * } catch (error) {
 *   if (error instanceof GaveUp) reason = error.reason;
 * }
 * reason; // 'deadline'
 * ```
 */
export class GaveUp<SoFar = unknown> extends Error {
  override readonly name = 'GaveUp';
  readonly reason: GaveUpReason;
  /** How long it had taken, in milliseconds. */
  readonly elapsed: number;
  /** How many steps were done. */
  readonly done: number;
  /** Of how many; Infinity when nobody knows. */
  readonly all: number;
  /** What is counted: steps, packets, commands. */
  readonly unit: string;
  /** The step that it was at. */
  readonly what: string;
  /** What is certain all the same; what it is, the function says that was called. */
  readonly soFar: SoFar;

  constructor(
    {
      reason,
      elapsed,
      done,
      all,
      unit,
      what,
    }: Pick<GaveUp, 'reason' | 'elapsed' | 'done' | 'all' | 'unit' | 'what'>,
    soFar: SoFar,
  ) {
    const of = all === Infinity ? `${done} ${unit}` : `${done} of ${all} ${unit}`;
    const why = { deadline: '', aborted: ' (aborted)', nodes: ' (too many nodes)' }[reason];
    const at = what === '' ? '' : `, at ${what}`;
    super(`gave up after ${(elapsed / 1000).toFixed(1)} s${why}: ${of} done${at}`);
    this.reason = reason;
    this.elapsed = elapsed;
    this.done = done;
    this.all = all;
    this.unit = unit;
    this.what = what;
    this.soFar = soFar;
    Object.freeze(this);
  }
}

/** Between two looks at the clock so many small pieces of work are done: a few milliseconds. */
const PIECES = 1024;

/** The least time between two reports of progress within a step, in milliseconds. */
const PROGRESS_MS = 50;

/**
 * What the work is held to that runs now; undefined when to nothing. It is work that never waits, so that nothing else runs meanwhile.
 */
let current: Bound | undefined;

/**
 * Small pieces of work are done, of some microseconds each, within whatever bound the work is held to. What must not be left half done can't
 * be cut here: a cache is filled with what is whole.
 *
 * @throws GaveUp
 */
export function tick(pieces = 1): void {
  if (current !== undefined) current.tick(pieces);
}

/** Does work with {@link tick} held to a bound, or to none. */
function within<Result>(bound: Bound | undefined, work: () => Result): Result {
  const before = current;
  current = bound;
  try {
    return work();
  } finally {
    current = before;
  }
}

/**
 * Does work of one step that never waits, held to bounds where there are any.
 *
 * @throws GaveUp
 */
export function withinBounds<Result>(
  bounds: Bounds | undefined,
  unit: string,
  what: string,
  work: () => Result,
): Result {
  if (bounds === undefined) return work();
  checkFieldNames(bounds, BOUND_NAMES);
  const bound = new Bound(bounds, unit);
  bound.step(0, 1, what);
  return bound.during(work);
}

/** Holds work to what it may take: the work calls {@link tick} again and again. */
export class Bound {
  /** How many nodes a decision diagram may have. */
  readonly maxNodes: number;
  readonly #options: Bounds;
  readonly #clock: () => number;
  readonly #begun: number;
  #left = PIECES;
  /** When progress was reported last; Infinity while it isn't known what the work is at. */
  #reported = Infinity;
  #isLifted = false;
  #done = 0;
  #all = 1;
  #what = '';

  constructor(
    options: Bounds = {},
    private readonly unit = 'steps',
  ) {
    this.#options = options;
    this.#clock = options.clock ?? (() => performance.now());
    this.#begun = this.#clock();
    this.maxNodes = options.maxNodes ?? Infinity;
  }

  /** Does work that never waits, with every {@link tick} in it held to this bound. @throws GaveUp */
  during<Result>(work: () => Result): Result {
    return within(this, work);
  }

  /** Small pieces of work are done, of some microseconds each. @throws GaveUp */
  tick(pieces = 1): void {
    this.#left -= pieces;
    if (this.#left < 0) this.look();
  }

  /** A step begins, which is progress. @throws GaveUp */
  step(done: number, all: number, what: string): void {
    this.at(done, all, what);
    this.#reported = -Infinity;
    this.look();
  }

  /** The work has come so far. */
  at(done: number, all: number, what: string): void {
    this.#done = done;
    this.#all = all;
    this.#what = what;
    if (this.#reported === Infinity) this.#reported = this.#begun;
  }

  /** Looks at the clock. @throws GaveUp */
  look(): void {
    this.#left = PIECES;
    if (this.#isLifted) return;
    const { progress } = this.#options;
    if (progress !== undefined && this.#clock() - this.#reported >= PROGRESS_MS) {
      this.#reported = this.#clock();
      // What progress does on its own is none of this work.
      within(undefined, () => progress(this.#done, this.#all, this.#what));
    }
    const reason = this.exceeded;
    if (reason !== undefined) throw this.gaveUp(reason);
  }

  /** What is exceeded now; undefined when nothing is. */
  get exceeded(): GaveUpReason | undefined {
    if (this.#options.signal?.aborted === true) return 'aborted';
    const { deadline } = this.#options;
    return deadline !== undefined && this.#clock() >= deadline ? 'deadline' : undefined;
  }

  /** Work begins, or begins again. */
  hold(): void {
    this.#isLifted = false;
  }

  /** The work is over: what is asked of its results later is not held to the bound. */
  lift(): void {
    this.#isLifted = true;
  }

  /** That the work is given up now, with what is certain. */
  gaveUp<SoFar>(reason: GaveUpReason, soFar?: SoFar): GaveUp<SoFar | undefined> {
    const elapsed = this.#clock() - this.#begun;
    return new GaveUp(
      { reason, elapsed, done: this.#done, all: this.#all, unit: this.unit, what: this.#what },
      soFar,
    );
  }
}
