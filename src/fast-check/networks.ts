import * as fc from 'fast-check';
import { printAddress } from '../address/address-text.js';
import { isLinkLocal6, isLoopback } from '../address/address-class.js';
import type { Family } from '../address/family.js';
import { checkFieldNames } from '../field-names.js';
import { Host } from '../host/host.js';
import { Dice } from './dice.js';
import { drawNetwork } from './draw-network.js';
import type { Script } from './script.js';

/**
 * A small network of namespaces; as text, the script that makes it.
 *
 * @example
 * ```ts
 * import * as fc from 'fast-check';
 * import { networks } from 'nexthop/fast-check';
 * const [network] = fc.sample(networks(4), { numRuns: 1, seed: 1 });
 * network.hosts.length >= 2; // true
 * String(network).includes('ip netns add'); // true
 * ```
 */
export class Network {
  /** The commands that made it. */
  readonly script: Script;

  /** @internal */
  constructor(script: Script) {
    this.script = script;
    Object.freeze(this);
  }

  /** A host for each namespace, the machine's first one first. */
  get hosts(): readonly Host[] {
    const { machine } = this.script.host;
    return Object.freeze(
      [...machine.namespaces.keys()].map((name) => Host.fromMachine(machine, name)),
    );
  }

  /** The addresses of all hosts, but for those that mean something else elsewhere: of loopback, and of a link alone. */
  get addresses(): readonly string[] {
    const own = this.hosts.flatMap(({ namespace }) =>
      namespace.links.toArray().flatMap(({ addresses }) => addresses.map(({ local }) => local)),
    );
    return Object.freeze(
      own.filter((address) => !isLoopback(address) && !isLinkLocal6(address)).map(printAddress),
    );
  }

  /** The script. */
  toString(): string {
    return String(this.script);
  }

  /** What fast-check's reports show. */
  [fc.toStringMethod](): string {
    return `\n${this.toString()}`;
  }
}

/** What networks are drawn from. */
export interface NetworksOptions {
  /** The most namespaces, from 2 to 4; 4 by default. */
  readonly maxNamespaces?: number;
}

/**
 * Small networks: 2 to 4 namespaces joined by cables and bridges, with addresses, and routes by which each reaches each; then, on some of them, rules
 * that drop, reject or translate, routes and policy rules that refuse. They shrink to the fewest commands.
 *
 * @example
 * ```ts
 * import * as fc from 'fast-check';
 * import { networks } from 'nexthop/fast-check';
 * const property = fc.property(networks(4), ({ hosts, addresses }) =>
 *   hosts.every((host) => addresses.every((dst) => host.ping({ dst }).cut === undefined)),
 * );
 * fc.check(property, { numRuns: 5 }).failed; // false: every journey has an end
 * ```
 */
export function networks(family: Family, options: NetworksOptions = {}): fc.Arbitrary<Network> {
  checkFieldNames(options, { maxNamespaces: true });
  return new NetworkArbitrary(family, options);
}

class NetworkArbitrary extends fc.Arbitrary<Network> {
  readonly #most: number;

  constructor(
    private readonly family: Family,
    { maxNamespaces = 4 }: NetworksOptions,
  ) {
    super();
    if (!Number.isInteger(maxNamespaces) || maxNamespaces < 2 || maxNamespaces > 4) {
      throw new RangeError(`maxNamespaces: 2..4, got ${maxNamespaces}`);
    }
    this.#most = maxNamespaces;
  }

  override generate(random: fc.Random): fc.Value<Network> {
    return new fc.Value(
      new Network(drawNetwork(this.family, this.#most, new Dice(random))),
      undefined,
    );
  }

  override canShrinkWithoutContext(_value: unknown): _value is Network {
    return false;
  }

  override shrink({ script }: Network): fc.Stream<fc.Value<Network>> {
    return fc.stream(smallerNetworks(script));
  }
}

function* smallerNetworks(script: Script): IterableIterator<fc.Value<Network>> {
  for (const shorter of script.shorter()) yield new fc.Value(new Network(shorter), undefined);
}
