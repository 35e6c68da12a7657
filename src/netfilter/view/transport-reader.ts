import { assertNever } from '../../assert-never.js';
import type { Family } from '../../address/family.js';
import { PROTOCOL } from '../../packet/protocol.js';
import type { MatchData } from '../extension/extension.js';
import type { IcmpMatch } from '../extension/match/transport/icmp.js';
import type { Icmp6Match } from '../extension/match/transport/icmp6.js';
import { BLANK_TCP, type TcpMatch } from '../extension/match/transport/tcp.js';
import type { UdpMatch } from '../extension/match/transport/udp.js';
import { MAX_PORT, type PortRange } from '../extension/option/port-range.js';
import { ANY_PORTS, type TransportPorts } from '../extension/option/transport-ports.js';
import type { Comparison } from '../nft/statement.js';
import type { ProtocolMatch } from '../protocol-match.js';

/** A comparison of bytes of the transport's header. */
interface ComparedBytes {
  readonly operator: Comparison;
  readonly value: bigint;
  readonly bytes: number;
  /** The bits that count; undefined for all. */
  readonly mask: bigint | undefined;
}

/** Where TCP's flags lie, in bytes. */
const FLAGS = 13;
const ANY_TYPE = 255;

/** Reads what a rule of nft compares in the transport's header, as iptables does. Source: `nft_parse_transport`. */
export class TransportReader {
  constructor(
    private readonly family: Family,
    private readonly matches: MatchData[],
    private readonly errors: string[],
  ) {}

  /** Compares bytes with a number. */
  compare(protocol: ProtocolMatch | undefined, offset: number, compared: ComparedBytes): void {
    const { operator, value, bytes, mask } = compared;
    switch (protocol?.number) {
      case PROTOCOL.icmp:
      case PROTOCOL.icmpv6:
        this.#readIcmp(offset, value, bytes);
        return;
      case PROTOCOL.tcp:
        if (offset === FLAGS && bytes === 1) {
          const tcp = this.#tcp;
          const inverted = operator === '!=' || tcp.flags.inverted;
          const flags = { mask: Number(mask ?? 0xffn), compared: Number(value), inverted };
          const next: TcpMatch = { ...tcp, flags };
          this.#put(next);
          return;
        }
        this.#readPorts('tcp', offset, compared);
        return;
      case PROTOCOL.udp:
        this.#readPorts('udp', offset, compared);
        return;
      default:
        this.errors.push('unsupported layer 4 protocol value');
    }
  }

  /** Compares two bytes with a range; others are passed over. */
  range(
    protocol: ProtocolMatch | undefined,
    offset: number,
    {
      from,
      to,
      bytes,
      inverted,
    }: {
      readonly from: bigint;
      readonly to: bigint;
      readonly bytes: number;
      readonly inverted: boolean;
    },
  ): void {
    const side = sideAt(offset);
    const name = protocol?.number === PROTOCOL.tcp ? 'tcp' : 'udp';
    const isKnown = protocol?.number === PROTOCOL.tcp || protocol?.number === PROTOCOL.udp;
    if (side === undefined || bytes !== 2 || !isKnown) return;
    this.#setPort(name, side, (range) => ({
      from: Number(from),
      to: Number(to),
      inverted: inverted || range.inverted,
    }));
  }

  #readPorts(name: 'tcp' | 'udp', offset: number, { operator, value, bytes }: ComparedBytes): void {
    const side = sideAt(offset);
    if (side !== undefined && bytes === 2) {
      this.#setPort(name, side, (range) => portRange(range, operator, Number(value)));
    } else if (side === 'sport' && bytes === 4) {
      this.#setPort(name, 'sport', (range) => portRange(range, operator, Number(value >> 16n)));
      this.#setPort(name, 'dport', (range) => portRange(range, operator, Number(value & 0xffffn)));
    }
  }

  #setPort(
    name: 'tcp' | 'udp',
    side: 'sport' | 'dport',
    change: (range: PortRange) => PortRange,
  ): void {
    const match = name === 'tcp' ? this.#tcp : this.#udp;
    const next: TransportPorts & MatchData = { ...match, [side]: change(match[side]) };
    this.#put(next);
  }

  /** The kind of comparison isn't looked at. */
  #readIcmp(offset: number, value: bigint, bytes: number): void {
    if (offset > 1) {
      this.errors.push('unexpected payload offset');
      return;
    }
    if (bytes > 2 - offset) {
      this.errors.push('unexpected RHS data length');
      return;
    }
    const hasType = offset === 0;
    const type = hasType ? Number(bytes === 1 ? value : value >> 8n) : ANY_TYPE;
    const code = hasType && bytes === 1 ? undefined : Number(value & 0xffn);
    if (this.family === 6 && type === ANY_TYPE) {
      this.errors.push('icmp6 code with any type match not supported');
      return;
    }
    const test = { type, from: code ?? 0, to: code ?? 255 };
    const icmp: IcmpMatch = { name: 'icmp', test, inverted: false };
    const icmp6: Icmp6Match = { name: 'icmp6', test, inverted: false };
    this.matches.push(this.family === 4 ? icmp : icmp6);
  }

  /** The match of tcp, which is made if it isn't there. */
  get #tcp(): TcpMatch {
    const known = this.matches.find((match): match is TcpMatch => match.name === 'tcp');
    return known ?? BLANK_TCP;
  }

  get #udp(): UdpMatch {
    const known = this.matches.find((match): match is UdpMatch => match.name === 'udp');
    return known ?? { name: 'udp', ...ANY_PORTS };
  }

  /** Puts a match in the place of the one of its name. */
  #put(match: MatchData): void {
    const place = this.matches.findIndex(({ name }) => name === match.name);
    if (place < 0) this.matches.push(match);
    else this.matches[place] = match;
  }
}

function sideAt(offset: number): 'sport' | 'dport' | undefined {
  if (offset === 0) return 'sport';
  return offset === 2 ? 'dport' : undefined;
}

/** Source: `port_match_single_to_range`. */
function portRange(range: PortRange, operator: Comparison, port: number): PortRange {
  switch (operator) {
    case '==':
      return { ...range, from: port, to: port };
    case '!=':
      return { from: port, to: port, inverted: true };
    case '<':
      return { ...range, to: Math.max(port - 1, 1) };
    case '<=':
      return { ...range, to: port };
    case '>':
      return { ...range, from: Math.min(port + 1, MAX_PORT) };
    case '>=':
      return { ...range, from: port };
    default:
      return assertNever(operator);
  }
}
