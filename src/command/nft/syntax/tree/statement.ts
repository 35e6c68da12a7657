import type { ObjectKind } from '../../../../netfilter/nft/object-kind.js';
import type { LogLevel } from '../../../../netfilter/nft/statement.js';
import type {
  ElementExpression,
  Expression,
  MapExpression,
  RelationalExpression,
  SetReferenceExpression,
  StatefulStatement,
  VariableExpression,
  VerdictExpression,
} from './expression.js';
import type {
  CtExpression,
  ExtensionHeaderExpression,
  DccpOptionExpression,
  IpOptionExpression,
  MetaExpression,
  PayloadExpression,
  RawPayloadExpression,
  SctpChunkExpression,
  TcpOptionExpression,
} from './selector.js';
import type { Uint64, Node } from './span.js';

/** A rule: statements, read from left to right, and a comment. */
export interface Rule extends Node {
  readonly statements: readonly Statement[];
  readonly comment?: string;
}

/** `tcp dport 22`. */
export interface MatchStatement extends Node {
  readonly kind: 'match';
  readonly expression: RelationalExpression;
}

/** `accept`, `tcp dport vmap { ... }`. */
export interface VerdictStatement extends Node {
  readonly kind: 'verdict';
  readonly verdict: VerdictExpression | MapExpression;
}

/** `jump { ... }`: a chain without a name. */
export interface ChainStatement extends Node {
  readonly kind: 'chain';
  readonly verdict: 'jump' | 'goto';
  readonly rules: readonly Rule[];
}

/** `meta mark set 1`. */
export interface MetaStatement extends Node {
  readonly kind: 'meta-set';
  readonly key: MetaExpression['key'];
  readonly value: Expression;
}

/** `ct mark set 1`. */
export interface CtStatement extends Node {
  readonly kind: 'ct-set';
  readonly key: CtExpression['key'];
  readonly direction?: 'original' | 'reply';
  readonly value: Expression;
}

/** `ip ttl set 1`, `@nh,0,8 set 1`. */
export interface PayloadStatement extends Node {
  readonly kind: 'payload-set';
  readonly target: PayloadExpression | RawPayloadExpression;
  readonly value: Expression;
}

/** `tcp option maxseg size set 1400`. */
export interface OptionStatement extends Node {
  readonly kind: 'option-set';
  readonly target:
    | DccpOptionExpression
    | ExtensionHeaderExpression
    | IpOptionExpression
    | SctpChunkExpression
    | TcpOptionExpression;
  readonly value: Expression;
}

/** `reset tcp option sack-permitted`: takes the option out. */
export interface OptionStripStatement extends Node {
  readonly kind: 'option-strip';
  readonly option: TcpOptionExpression;
}

/** `counter name "c"`, `ct helper set "h"`, `meta secmark set "s"`: an object by its name or by a map. */
export interface ObjectReferenceStatement extends Node {
  readonly kind: 'object-reference';
  readonly object: ObjectKind;
  readonly reference: Expression;
}

/** What `log flags` asks for. */
export type LogFlag = 'tcp sequence' | 'tcp options' | 'ip options' | 'skuid' | 'ether' | 'all';

/** `log prefix "a" level warn`. Variables in the prefix are put in. */
export interface LogStatement extends Node {
  readonly kind: 'log';
  readonly prefix?: string;
  readonly group?: Uint64;
  readonly snaplen?: Uint64;
  readonly queueThreshold?: Uint64;
  readonly level?: LogLevel;
  readonly flags: readonly LogFlag[];
}

/** `reject`, `reject with icmp port-unreachable`, `reject with tcp reset`. */
export interface RejectStatement extends Node {
  readonly kind: 'reject';
  readonly with?:
    | { readonly type: 'icmp' | 'icmpv6' | 'icmpx'; readonly code: Expression }
    | { readonly type: 'tcp reset' };
}

/** What `snat`, `dnat`, `masquerade` and `redirect` can be asked for besides. */
export type NatFlag = 'random' | 'fully-random' | 'persistent';

/** `dnat ip to 10.0.0.1:80 random`. */
export interface NatStatement extends Node {
  readonly kind: 'nat';
  readonly nat: 'snat' | 'dnat' | 'masquerade' | 'redirect';
  readonly family?: 'ip' | 'ip6';
  readonly address?: Expression;
  readonly port?: Expression;
  /** `concat` for `ip addr . port to`, `prefix` for `ip prefix to`. */
  readonly form?: 'concat' | 'prefix';
  readonly flags: readonly NatFlag[];
}

/** `tproxy ip to 127.0.0.1:80`. */
export interface TproxyStatement extends Node {
  readonly kind: 'tproxy';
  readonly family?: 'ip' | 'ip6';
  readonly address?: Expression;
  readonly port?: Expression;
}

/** `synproxy mss 1460 wscale 7 timestamp sack-perm`. */
export interface SynproxyStatement extends Node {
  readonly kind: 'synproxy';
  readonly mss?: Uint64;
  readonly wscale?: Uint64;
  readonly timestamp: boolean;
  readonly sackPermitted: boolean;
}

/** `queue num 1-3 bypass`, `queue to numgen inc mod 3`. */
export interface QueueStatement extends Node {
  readonly kind: 'queue';
  readonly queue?: Expression;
  readonly flags: readonly ('bypass' | 'fanout')[];
}

/** `dup to 10.0.0.1 device "eth0"`. */
export interface DupStatement extends Node {
  readonly kind: 'dup';
  readonly to: Expression;
  readonly device?: Expression;
}

/** `fwd to "eth0"`, `fwd ip to 10.0.0.1 device "eth0"`. */
export interface FwdStatement extends Node {
  readonly kind: 'fwd';
  readonly family?: 'ip' | 'ip6';
  readonly address?: Expression;
  readonly device: Expression;
}

/** `notrack`. */
export interface NotrackStatement extends Node {
  readonly kind: 'notrack';
}

/** `flow add @f`. */
export interface FlowStatement extends Node {
  readonly kind: 'flow';
  readonly flowtable: string;
}

/** `add @s { ip saddr timeout 1m counter }`; with `data`, an update of a map. */
export interface SetStatement extends Node {
  readonly kind: 'set-update';
  readonly operation: 'add' | 'update' | 'delete';
  readonly set: SetReferenceExpression | VariableExpression;
  readonly key: ElementExpression;
  readonly data?: ElementExpression;
  readonly statements: readonly StatefulStatement[];
}

/** `meter m size 10 { ip saddr limit rate 1/second }`. */
export interface MeterStatement extends Node {
  readonly kind: 'meter';
  readonly name: string;
  /** 0: not given. */
  readonly size: Uint64;
  readonly key: ElementExpression;
  readonly statement: Statement;
}

/** A part of a rule. */
export type Statement =
  | ChainStatement
  | CtStatement
  | DupStatement
  | FlowStatement
  | FwdStatement
  | LogStatement
  | MatchStatement
  | MetaStatement
  | MeterStatement
  | NatStatement
  | NotrackStatement
  | ObjectReferenceStatement
  | OptionStatement
  | OptionStripStatement
  | PayloadStatement
  | QueueStatement
  | RejectStatement
  | SetStatement
  | StatefulStatement
  | SynproxyStatement
  | TproxyStatement
  | VerdictStatement;
