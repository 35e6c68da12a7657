import type { Namespace } from '../../namespace/namespace.js';
import type { Analysis, AnalysisOptions } from './analysis.js';
import type { Node } from '../engine/diagram.js';
import type { PacketSpace, Registers } from '../packets/packet-space.js';
import type { Choice } from '../fate/met-choices.js';

/** The packets that an analysis followed, without code: worked out when it's asked for. */
export class FollowedPackets {
  readonly namespace: Namespace;
  readonly options: AnalysisOptions;
  readonly choices: readonly Choice[];
  #packets: Node | undefined;

  constructor(
    readonly space: PacketSpace,
    { namespace, options, choices }: Analysis,
  ) {
    this.namespace = namespace;
    this.options = options;
    this.choices = choices;
  }

  /** Those that can be. */
  get packets(): Node {
    this.#packets ??= this.space.possible(this.namespace, this.options.direction);
    return this.#packets;
  }

  /** The registers with which they set out. */
  get registers(): Registers {
    return this.space.registers(this.namespace, this.options.direction);
  }
}
