import type { Tuple } from '../connection/tuple.js';
import { hasPorts } from '../packet/protocol.js';
import type { ChoicePoint, HashKey } from '../program/choice-point.js';
import type { Chooser } from './evaluate.js';
import { storeAddress, type Registers } from './registers.js';

/**
 * Has an ICMP error go the way of the flow that it is about, where a hash decides. One that passes through is hashed by the addresses of what it quotes, unless ports are
 * hashed too; one that the host makes by all of it, in the first lookup. Source: `ip_multipath_l3_keys`, `ip6_multipath_l3_keys`; `icmp_route_lookup`, `icmp6_send`.
 */
export class QuotingChooser implements Chooser {
  #isDone = false;

  /** @param isOwn - whether the host makes the error */
  constructor(
    private readonly inner: Chooser,
    private readonly quote: Tuple,
    private readonly isOwn: boolean,
  ) {}

  choose(choice: ChoicePoint, registers: Readonly<Registers>): number {
    const { by } = choice;
    const isQuoted = by.kind === 'hash' && (this.isOwn ? !this.#isDone : isOfAddresses(by.key));
    if (!isQuoted) return this.inner.choose(choice, registers);
    this.#isDone = true;
    return this.inner.choose(choice, this.#flowIn(registers));
  }

  #flowIn(registers: Readonly<Registers>): Registers {
    const { src, dst, protocol, sport, dport } = this.quote;
    const ports = hasPorts(protocol) ? { sport, dport } : { sport: 0, dport: 0 };
    const flow = {
      ...registers,
      ...ports,
      protocol,
      flowProtocol: protocol,
      flowSport: ports.sport,
      flowDport: ports.dport,
    };
    for (const field of ['src', 'flowSrc'] as const) storeAddress(flow, field, src);
    for (const field of ['dst', 'flowDst'] as const) storeAddress(flow, field, dst);
    return flow;
  }
}

function isOfAddresses({ sport, dport, mixed }: HashKey): boolean {
  return sport === undefined && dport === undefined && !mixed;
}
