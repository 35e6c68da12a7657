import { printAddress } from '../address/address-text.js';
import type { Address } from '../address/address.js';
import { tick } from '../bound.js';
import type { Evaluation, Observer } from '../evaluate/evaluate.js';
import { namespaceOf, ROOT_NAMESPACE, withNamespace, type Machine } from '../machine/machine.js';
import type { Namespace } from '../namespace/namespace.js';
import { FrameBound } from './ethernet/frame-bound.js';
import type { Move } from './ethernet/move.js';
import type { Hop } from './hop.js';
import type { Network, NewHop } from './network.js';
import type { Sender } from './sender.js';
import type { Traveller } from './traveller.js';
import { walk } from './walk.js';

/** Watches a packet's walk through a namespace. */
export interface WalkObserver extends Observer {
  /** The walk has ended. @param number - of the packet; undefined for one that was never made */
  readonly ended?: (evaluation: Evaluation, number: number | undefined) => void;
}

/** Has somebody watch a packet's walk through a namespace. */
export type WatchWalk = (traveller: Traveller, namespace: Namespace) => WalkObserver;

function isEncrypted({ sealed, inner }: Traveller): boolean {
  return sealed !== undefined || (inner !== undefined && isEncrypted(inner));
}

/** Runs packets through the namespaces of a machine, each as far as it gets, with all that they cause, one after the other. */
export class Driver implements Network {
  readonly hops: Hop[] = [];
  readonly #queue: Traveller[] = [];
  readonly #frames: FrameBound;
  readonly #redirected = new Set<string>();
  #machine: Machine;
  #packets = 0;
  #walks = 0;

  /** @param most - how many walks through a namespace there may be, and how often frames may be sent on */
  constructor(
    machine: Machine,
    readonly sender: Sender,
    private readonly most: number,
    private readonly watch: WatchWalk | undefined,
  ) {
    this.#machine = machine;
    this.#frames = new FrameBound(most);
  }

  get machine(): Machine {
    return this.#machine;
  }

  namespace(name: string): Namespace {
    return namespaceOf(this.#machine, name);
  }

  replace(name: string, namespace: Namespace): void {
    this.#machine = withNamespace(this.#machine, name, namespace);
  }

  enter(traveller: Traveller): void {
    this.#queue.push(traveller);
  }

  setOut(traveller: Traveller): void {
    if (this.#walks < this.most) this.#walk(traveller);
    else this.enter(traveller);
  }

  move(traveller: Traveller, moves: readonly Move[]): void {
    // It is the same packet by whatever port the first bridge sends it.
    this.#frames.move(this, { ...traveller, number: this.#numberOf(traveller) }, moves);
  }

  note(traveller: Traveller, hop: NewHop): number {
    const { cause, namespace } = traveller;
    const number = this.#numberOf(traveller);
    const ns = namespace === ROOT_NAMESPACE ? null : namespace;
    const encrypted = isEncrypted(traveller) ? ({ encrypted: true } as const) : {};
    this.hops.push(Object.freeze({ packet: number, cause, ns, ...encrypted, ...hop }));
    return number;
  }

  /** A second report is held back for longer than a journey takes. Source: `ip_rt_send_redirect`. */
  redirects(namespace: string, host: Address): boolean {
    const key = `${namespace} ${printAddress(host)}`;
    const isFirst = !this.#redirected.has(key);
    this.#redirected.add(key);
    return isFirst;
  }

  /**
   * Runs what has entered, until nothing is under way any more.
   *
   * @returns false when something was under way still
   */
  run(): boolean {
    while (this.#walks < this.most) {
      const next = this.#queue.shift();
      if (next === undefined) break;
      this.#walk(next);
    }
    return this.#queue.length === 0 && !this.#frames.reached;
  }

  #numberOf({ number = this.#packets }: Traveller): number {
    if (number === this.#packets) this.#packets += 1;
    return number;
  }

  #walk(traveller: Traveller): void {
    this.#walks += 1;
    tick();
    const watching = this.watch?.(traveller, this.namespace(traveller.namespace)) ?? {};
    const before = this.hops.length;
    const evaluation = walk(this, traveller, watching);
    watching.ended?.(evaluation, this.hops[before]?.packet ?? traveller.number);
  }
}
