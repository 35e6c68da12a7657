import { printAddress } from '../address/address-text.js';
import { isUnspecified, sameAddress, type Address } from '../address/address.js';
import type { Tuple } from '../connection/tuple.js';
import type { ErrnoName } from '../errno.js';
import { tcp } from '../packet/make-packet.js';
import type { Packet } from '../packet/packet.js';
import { PROTOCOL } from '../packet/protocol.js';
import { TCP_FLAG } from '../packet/tcp-flags.js';
import type { IcmpError } from '../program/ending.js';
import { icmpErrno } from '../program/icmp-errno.js';
import { ECHO } from './answer/echo.js';
import { pathOfAnswer } from './answer/domain.js';
import { isHeard } from './answer/heard.js';
import { turned } from './answer/tcp.js';
import type { Ended } from './ended.js';
import type { Network } from './network.js';

/** What the sending socket has learned in the end. */
export interface SenderFate {
  /**
   * - `connected`: a TCP connection stands
   * - `answered`: a UDP answer or an echo reply has come
   * - `silent`: nothing has come; a connect times out
   * - `error`: the call failed, or an error came back
   */
  readonly result: 'connected' | 'answered' | 'silent' | 'error';
  /** What the call failed with, or what the socket learned. UDP and ICMP sockets ask for all errors (IP_RECVERR). */
  readonly errno?: ErrnoName;
  /** The first ICMP error that came, and its sender. */
  readonly icmp?: IcmpError & { readonly from: string };
}

const { SYN, RST, ACK } = TCP_FLAG;

/** The socket whose packet a journey begins with, and what it learns. */
export class Sender {
  #fate: SenderFate = { result: 'silent' };
  #ends: Tuple | undefined;

  /** @param asked - the packet as it was asked for */
  constructor(
    readonly namespace: string,
    private readonly asked: Packet,
  ) {}

  get fate(): SenderFate {
    return this.#fate;
  }

  /** It sends a SYN by connect(2). */
  get connects(): boolean {
    return this.asked.protocol === PROTOCOL.tcp && this.asked.tcpFlags === SYN;
  }

  /** The device to which it is bound, if it is in that namespace. */
  boundIn(namespace: string): string | undefined {
    return namespace === this.namespace ? this.asked.oif : undefined;
  }

  /** The socket knows its ends once it has sent: from which address and port, to which. */
  bind(ends: Tuple): void {
    this.#ends = ends;
  }

  /** Its call failed. */
  fail(errno: ErrnoName): void {
    this.#fate = { ...this.#fate, result: 'error', errno: this.#fate.errno ?? errno };
  }

  /** Takes a packet that was delivered, if it is for this socket; false when it is not. */
  take(network: Network, ended: Ended): boolean {
    const { traveller, packet } = ended;
    if (this.#ends === undefined || this.asked.iif !== undefined) return false;
    if (traveller.namespace !== this.namespace) return false;
    const isError = traveller.quote !== undefined;
    const hearing = { protocol: this.#ends.protocol, boundTo: this.asked.oif, isError };
    if (!isHeard(network.namespace(this.namespace), ended, hearing)) return false;
    if (packet.protocol !== this.#ends.protocol) return this.#takeError(ended);
    if (packet.protocol === PROTOCOL.tcp) return this.#takeSegment(network, ended, this.#ends);
    if (packet.protocol === PROTOCOL.udp) return this.#takeDatagram(packet, this.#ends);
    return this.#takeEchoReply(packet) || this.#takeError(ended);
  }

  #takeSegment(network: Network, { packet }: Ended, ends: Tuple): boolean {
    const { src, dst, sport, dport, tcpFlags } = packet;
    const isOurs =
      src !== undefined &&
      sameAddress(src, ends.dst) &&
      sameAddress(dst, ends.src) &&
      sport === ends.dport &&
      dport === ends.sport;
    if (!isOurs || !this.connects) return false;
    if ((tcpFlags & RST) !== 0) {
      if (this.#fate.result === 'silent') this.fail('ECONNREFUSED');
    } else if ((tcpFlags & (SYN | ACK)) === (SYN | ACK)) {
      if (this.#fate.result === 'silent') this.#fate = { result: 'connected' };
      this.#acknowledge(network, packet);
    }
    return true;
  }

  #acknowledge(network: Network, packet: Packet): void {
    const { mark, tos, ttl, uid, gid, oif } = this.asked;
    network.enter({
      namespace: this.namespace,
      packet: tcp({ ...turned(packet), tcpFlags: ACK, mark, tos, ttl, uid, gid, oif }),
      cause: 'reply',
      number: undefined,
      // It has its source already, whichever domain that is in.
      path: pathOfAnswer(network.namespace(this.namespace), packet.dst),
    });
  }

  #takeDatagram({ dst, dport }: Packet, ends: Tuple): boolean {
    if (dport !== ends.sport || !this.#isBoundTo(dst)) return false;
    if (this.#fate.result === 'silent') this.#fate = { result: 'answered' };
    return true;
  }

  #takeEchoReply({ protocol, icmpType, icmpId, dst }: Packet): boolean {
    const types = protocol === PROTOCOL.icmpv6 ? ECHO[PROTOCOL.icmpv6] : ECHO[PROTOCOL.icmp];
    if (icmpType !== types.reply || this.asked.icmpType !== types.request) return false;
    if (icmpId !== this.asked.icmpId || !this.#isBoundTo(dst)) return false;
    if (this.#fate.result === 'silent') this.#fate = { result: 'answered' };
    return true;
  }

  /** An ICMP error about a packet of this socket. Source: `tcp_v4_err`, `__udp4_lib_err`, `raw_err`. */
  #takeError({ packet, traveller: { quote } }: Ended): boolean {
    if (quote === undefined || this.#ends === undefined || !this.#sent(quote, this.#ends)) {
      return false;
    }
    const { icmpType: type, icmpCode: code, src } = packet;
    const errno = icmpErrno(packet.dst.family, { type, code });
    if (errno === undefined || src === undefined || this.#fate.result === 'connected') return true;
    this.#fate = {
      ...this.#fate,
      icmp: this.#fate.icmp ?? { type, code, from: printAddress(src) },
    };
    this.fail(errno);
    return true;
  }

  /**
   * Whether a packet is one of this socket's, by its ends. Of one that is not connected the far end is not asked: what was translated on the way, and
   * came back, is its own still. Source: `__udp4_lib_lookup`, `raw_v4_match`.
   */
  #sent(quote: Tuple, ends: Tuple): boolean {
    if (quote.protocol !== ends.protocol) return false;
    if (quote.protocol === PROTOCOL.tcp) {
      return (
        quote.sport === ends.sport &&
        quote.dport === ends.dport &&
        sameAddress(quote.dst, ends.dst) &&
        sameAddress(quote.src, ends.src)
      );
    }
    const isOfPort = quote.protocol !== PROTOCOL.udp || quote.sport === ends.sport;
    return isOfPort && this.#isBoundTo(quote.src);
  }

  #isBoundTo(dst: Address): boolean {
    const { src } = this.asked;
    return src === undefined || isUnspecified(src) || sameAddress(src, dst);
  }
}
