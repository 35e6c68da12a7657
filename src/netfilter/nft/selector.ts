import type { ExtensionHeaderName } from './header/extension-header.js';
import type { PayloadBase, ProtocolName } from './header/protocol.js';
import type { ScalarType } from './value-type.js';

/** A field of a header by name: `ip saddr`. Its place is in the table of headers. */
export interface PayloadSelector {
  readonly kind: 'payload';
  readonly protocol: ProtocolName;
  readonly field: string;
  readonly type: ScalarType;
  /** Of the packet in a tunnel: `vxlan ip saddr`. */
  readonly inner: ProtocolName | undefined;
}

/** Bits of the packet at a place: `@th,16,32`. */
export interface RawPayloadSelector {
  readonly kind: 'raw-payload';
  readonly base: PayloadBase;
  readonly offset: number;
  readonly type: ScalarType;
}

/** A field of an extension header of IPv6; without a field, whether the header is there. */
export interface ExtensionHeaderSelector {
  readonly kind: 'exthdr';
  readonly header: ExtensionHeaderName;
  readonly field: string | undefined;
  readonly type: ScalarType;
}

/** A field of an option behind TCP's or IPv4's header, or of an SCTP chunk; without a field, whether it is there. */
export interface OptionSelector {
  readonly kind: 'tcp-option' | 'ip-option' | 'sctp-chunk';
  /** Its name, or of an option of TCP without one the number. */
  readonly name: string | number;
  /** The field's name, or a place that has none: `tcp option @255,16,8`. */
  readonly field: string | { readonly offset: number; readonly bits: number } | undefined;
  readonly type: ScalarType;
}

/** Whether an option of DCCP is there. */
export interface DccpOptionSelector {
  readonly kind: 'dccp-option';
  readonly number: number;
  readonly type: ScalarType;
}

/** A result of a look-up in the routing tables. */
export interface FibSelector {
  readonly kind: 'fib';
  /** What of the packet goes into it, in the order of a listing. */
  readonly flags: readonly ('saddr' | 'daddr' | 'mark' | 'iif' | 'oif')[];
  readonly result: 'oif' | 'oifname' | 'type';
  /** Whether only the existence of a route is asked: `fib daddr oif missing`. */
  readonly present: boolean;
  readonly type: ScalarType;
}
