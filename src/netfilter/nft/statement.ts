import type { ObjectKind } from './object-kind.js';
import type {
  Expression,
  KnownValue,
  MapLiteral,
  SetLiteral,
  SetReference,
  Selector,
} from './expression.js';
import type { StatefulStatement } from './stateful-statement.js';
import type {
  ExtensionHeaderSelector,
  OptionSelector,
  PayloadSelector,
  RawPayloadSelector,
} from './selector.js';
import type { Verdict } from './verdict.js';

/** How both sides of a match compare. */
export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=';

/**
 * Goes on only if the left side compares with the right one as stated: with a number, a range or prefix that it is in, a set that has it. Flags are
 * a comparison of a binary operation: `ct state new` is `ct state & new != 0`.
 */
export interface MatchStatement {
  readonly kind: 'match';
  readonly left: Expression;
  readonly operator: Comparison;
  readonly right: KnownValue | SetLiteral | SetReference;
}

/** Takes the verdict that a map has for a key; without one the rule ends. */
export interface VerdictMapStatement {
  readonly kind: 'vmap';
  readonly key: Expression;
  readonly map: MapLiteral<Verdict> | SetReference;
}

/** Writes something of the packet, of what the kernel keeps with it, or of its connection. */
export interface SetFieldStatement {
  readonly kind: 'mangle';
  readonly target:
    | Extract<Selector, { readonly kind: 'meta' | 'ct' }>
    | PayloadSelector
    | RawPayloadSelector
    | ExtensionHeaderSelector
    | OptionSelector;
  readonly value: Expression;
}

/** How NAT chooses a port or an address. */
export type NatFlag = 'random' | 'fully-random' | 'persistent';

/** NAT. Without an address it is that of the device (`masquerade`, `redirect`) or stays. */
export interface NatStatement {
  readonly kind: 'nat';
  readonly nat: 'snat' | 'dnat' | 'masquerade' | 'redirect';
  /** Undefined where only ports change. */
  readonly family: 'ip' | 'ip6' | undefined;
  /** With `concat`: a map that gives address and port at once. */
  readonly address: Expression | undefined;
  readonly port: Expression | undefined;
  /** `prefix`: the host part of the address stays. `interval`: a map gives ranges. `concat`: the address has a port with it. */
  readonly form: readonly ('prefix' | 'interval' | 'concat')[];
  readonly flags: readonly NatFlag[];
}

/** What `log flags` asks for. */
export type LogFlag = 'tcp sequence' | 'tcp options' | 'ip options' | 'skuid' | 'ether';

/** Levels of `log`, the gravest first; `warn` is the one that isn't listed. */
export const LOG_LEVELS = [
  'emerg',
  'alert',
  'crit',
  'err',
  'warn',
  'notice',
  'info',
  'debug',
  'audit',
] as const;

/** One of {@link LOG_LEVELS}. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Writes to the log, or with a group to a program that listens. */
export interface LogStatement {
  readonly kind: 'log';
  readonly prefix: string | undefined;
  readonly group: number | undefined;
  readonly snaplen: number | undefined;
  readonly queueThreshold: number | undefined;
  /** Undefined is `warn`, or a group. */
  readonly level: Exclude<LogLevel, 'warn'> | undefined;
  /** In the order of a listing. */
  readonly flags: readonly LogFlag[];
}

/** Refuses the packet and answers its sender. */
export interface RejectStatement {
  readonly kind: 'reject';
  readonly with:
    | { readonly type: 'tcp reset' }
    | { readonly type: 'icmp' | 'icmpv6' | 'icmpx'; readonly code: number };
}

/** Gives the packet to a local socket. */
export interface TproxyStatement {
  readonly kind: 'tproxy';
  readonly family: 'ip' | 'ip6' | undefined;
  readonly address: Expression | undefined;
  readonly port: Expression | undefined;
}

/** Adds, updates or deletes an element of a set or map of the table. */
export interface SetUpdateStatement {
  readonly kind: 'set-update';
  readonly operation: 'add' | 'update' | 'delete';
  readonly set: string;
  readonly key: Expression;
  /** Milliseconds; undefined: as the set has it. */
  readonly timeout: number | undefined;
  /** Of a map: what the key gives. */
  readonly data: Expression | undefined;
  readonly statements: readonly StatefulStatement[];
  /** The kernel doesn't show the statements again, since the set has some for each element. Source: `nft_dynset_dump`. */
  readonly isUnlisted?: true;
}

/** `fwd to DEVICE`, `fwd ip to ADDRESS device DEVICE`: the packet leaves by the device, past all else. */
export interface FwdStatement {
  readonly kind: 'fwd';
  readonly family: 'ip' | 'ip6' | undefined;
  readonly address: Expression | undefined;
  readonly device: Expression;
}

/** A part of a rule: what is done or asked for next. */
export type Statement =
  | MatchStatement
  | VerdictMapStatement
  | SetFieldStatement
  | NatStatement
  | LogStatement
  | RejectStatement
  | TproxyStatement
  | SetUpdateStatement
  | StatefulStatement
  | { readonly kind: 'verdict'; readonly verdict: Verdict }
  | {
      readonly kind: 'object';
      readonly object: ObjectKind;
      /** Its name, or a map that gives one. */
      readonly name: string | { readonly key: Expression; readonly map: MapLiteral | SetReference };
    }
  | { readonly kind: 'notrack' }
  | { readonly kind: 'dup'; readonly to: Expression; readonly device: Expression | undefined }
  | FwdStatement
  | {
      readonly kind: 'queue';
      readonly queue: Expression;
      readonly flags: readonly ('bypass' | 'fanout')[];
    }
  | {
      readonly kind: 'synproxy';
      readonly mss: number | undefined;
      readonly wscale: number | undefined;
      readonly timestamp: boolean;
      readonly sackPermitted: boolean;
    }
  | { readonly kind: 'flow'; readonly flowtable: string }
  | { readonly kind: 'option-strip'; readonly option: OptionSelector }
  | {
      /** A chain without a name, of which these rules are. */
      readonly kind: 'chain';
      readonly verdict: 'jump' | 'goto';
      readonly rules: readonly Rule[];
    };

/**
 * A rule as it is kept: its statements, among them those that nft itself puts before others (`meta l4proto tcp` before `tcp dport`), whether they
 * were written or not: the kernel doesn't know a difference. A listing leaves out what it would add again.
 */
export interface Rule {
  readonly statements: readonly Statement[];
  readonly comment: string | undefined;
}
