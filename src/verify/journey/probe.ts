import { FrameBound } from '../../journey/ethernet/frame-bound.js';
import type { Move } from '../../journey/ethernet/move.js';
import type { Network, NewHop } from '../../journey/network.js';
import type { Traveller } from '../../journey/traveller.js';
import { namespaceOf, withNamespace, type Machine } from '../../machine/machine.js';
import type { Namespace } from '../../namespace/namespace.js';

/** What happens to a packet where it is handed on, and in which namespace. */
export interface Happened {
  readonly namespace: string;
  readonly hop: NewHop;
}

/** How often the frame of one packet may be sent on. */
const MOST = 4096;

/** A network that takes note of what is handed over and of what enters namespaces, and has nothing walk any further. */
export class Probe implements Network {
  readonly happened: Happened[] = [];
  readonly #frames = new FrameBound(MOST);
  #entered: Traveller[] = [];
  #machine: Machine;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  get machine(): Machine {
    return this.#machine;
  }

  /** The packet itself, where it enters: reports of it are packets of their own. */
  get entered(): readonly Traveller[] {
    return this.#entered.filter(({ cause }) => cause !== 'icmp-error');
  }

  /** Whether its frame goes round in a loop of bridges. */
  get loops(): boolean {
    return this.#frames.reached;
  }

  namespace(name: string): Namespace {
    return namespaceOf(this.#machine, name);
  }

  replace(name: string, namespace: Namespace): void {
    this.#machine = withNamespace(this.#machine, name, namespace);
  }

  enter(traveller: Traveller): void {
    this.#entered.push(traveller);
  }

  setOut(traveller: Traveller): void {
    this.enter(traveller);
  }

  move(traveller: Traveller, moves: readonly Move[]): void {
    this.#frames.move(this, traveller, moves);
  }

  note({ namespace, number = 0 }: Traveller, hop: NewHop): number {
    this.happened.push({ namespace, hop });
    return number;
  }

  /** Reports are packets of their own, and left out. */
  redirects(): boolean {
    return false;
  }
}
