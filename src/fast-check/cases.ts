import * as fc from 'fast-check';
import type { Family } from '../address/family.js';
import { checkFieldNames } from '../field-names.js';
import { linkByName } from '../namespace/namespace.js';
import type { Host } from '../host/host.js';
import type { Packet } from '../packet/packet.js';
import { printPacketWords } from '../packet/packet-words.js';
import { drawPacketFor, simplerPacketsFor } from './packets-for.js';
import type { Script } from './script.js';
import { drawScript, SCRIPTS_NAMES, type ScriptsOptions } from './scripts.js';

/**
 * A host and one packet for it; as text, a command that traces the packet, to be pasted into a shell.
 *
 * @example
 * ```ts
 * import * as fc from 'fast-check';
 * import { cases } from 'nexthop/fast-check';
 * const [one] = fc.sample(cases(4), { numRuns: 1, seed: 1 });
 * one.host.send(one.packet).dst.length > 0; // true
 * String(one).startsWith("nexthop trace - '"); // true
 * ```
 */
export class Case {
  /** The commands that made the host. */
  readonly script: Script;
  /** The packet: one that the host can be sent. */
  readonly packet: Packet;

  /** @internal */
  constructor(script: Script, packet: Packet) {
    this.script = script;
    this.packet = packet;
    Object.freeze(this);
  }

  /** The host on which the packet is sent. */
  get host(): Host {
    return this.script.host;
  }

  /** `nexthop trace` of the packet, with the script as its standard input: it changes nothing where it's pasted. */
  toString(): string {
    return `nexthop trace - '${printPacketWords(this.packet)}' <<'EOF'\n${String(this.script)}EOF\n`;
  }

  /** What fast-check's reports show. */
  [fc.toStringMethod](): string {
    return `\n${this.toString()}`;
  }
}

/**
 * Hosts with one packet each, on or beside a boundary that the host names.
 *
 * A failing case shrinks to the fewest commands and the plainest packet, and is reported as a shell command that anyone can paste.
 *
 * @example
 * ```ts
 * import * as fc from 'fast-check';
 * import { cases } from 'nexthop/fast-check';
 * const property = fc.property(cases(4), ({ host, packet }) => host.send(packet).kind !== 'deliver');
 * const [found] = fc.check(property, { seed: 1 }).counterexample ?? [];
 * found.script.commands.length < 5; // true
 * ```
 */
export function cases(family: Family, options: ScriptsOptions = {}): fc.Arbitrary<Case> {
  checkFieldNames(options, SCRIPTS_NAMES);
  return new CaseArbitrary(family, options);
}

class CaseArbitrary extends fc.Arbitrary<Case> {
  constructor(
    private readonly family: Family,
    private readonly options: ScriptsOptions,
  ) {
    super();
  }

  override generate(random: fc.Random): fc.Value<Case> {
    const script = drawScript(this.family, this.options, random);
    const packet = drawPacketFor(script.host, this.family, random);
    return new fc.Value(new Case(script, packet), undefined);
  }

  override canShrinkWithoutContext(_value: unknown): _value is Case {
    return false;
  }

  override shrink(failing: Case): fc.Stream<fc.Value<Case>> {
    return fc.stream(smallerCases(failing));
  }
}

function* smallerCases({ script, packet }: Case): IterableIterator<fc.Value<Case>> {
  const valueOf = (smaller: Case): fc.Value<Case> => new fc.Value(smaller, undefined);
  for (const shorter of script.shorter()) {
    if (canSend(shorter.host, packet)) yield valueOf(new Case(shorter, packet));
  }
  for (const simpler of simplerPacketsFor(packet)) yield valueOf(new Case(script, simpler));
}

/** A packet can only name devices that are there. */
function canSend({ namespace }: Host, { iif, oif }: Packet): boolean {
  return [iif, oif].every((dev) => dev === undefined || linkByName(namespace, dev) !== undefined);
}
