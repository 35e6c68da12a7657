import type { ObjectKind } from '../../../../netfilter/nft/object-kind.js';
import type {
  Expression,
  IntegerExpression,
  ListExpression,
  SetExpression,
  StatefulStatement,
  SymbolExpression,
  VariableExpression,
  SelectorExpression,
} from './expression.js';
import type { Located, Uint64, Span, Node } from './span.js';
import type { Rule } from './statement.js';

/** `table ip t { ... }`: its parts by kind, each in the order in which it is written. */
export interface TableBlock extends Node {
  readonly flags: readonly ('dormant' | 'owner' | 'persist')[];
  readonly comment?: string;
  readonly chains: readonly Named<ChainBlock>[];
  readonly sets: readonly Named<SetBlock>[];
  readonly flowtables: readonly Named<FlowtableBlock>[];
  readonly objects: readonly Named<ObjectBlock>[];
}

/** A block inside a table, with the name that stands before it. */
export interface Named<Block> {
  readonly name: Located<string>;
  readonly block: Block;
}

/** `{ type filter hook input priority 0; policy drop; ... }`. */
export interface ChainBlock extends Node {
  readonly base?: BaseChainSpec;
  /** Its type is none that there is, which JSON lets through. */
  readonly isOfUnknownType?: true;
  readonly policy?: ChainPolicy | VariableExpression;
  /** `flags offload`. */
  readonly offload: boolean;
  /** Devices, of the hook line or of `devices =`. */
  readonly devices?: DeviceList;
  readonly comment?: string;
  readonly rules: readonly Rule[];
}

/** `policy drop`. */
export interface ChainPolicy extends Node {
  readonly kind: 'policy';
  readonly policy: 'accept' | 'drop';
}

/** `type filter hook input device "eth0" priority filter + 1`. */
export interface BaseChainSpec extends Node {
  readonly type: Located<'filter' | 'nat' | 'route'>;
  readonly hook: Located<HookName>;
  readonly priority: Priority;
}

/** The hooks that chains can have. */
export type HookName =
  'prerouting' | 'input' | 'forward' | 'postrouting' | 'output' | 'ingress' | 'egress';

/** `priority 0`, `priority filter + 1` (symbol `filter + 1`), `priority $p`. */
export interface Priority extends Node {
  readonly expression: IntegerExpression | SymbolExpression | VariableExpression;
}

/** `{ "eth0", $dev }`, or a variable that holds such a list. */
export type DeviceList = ListExpression | VariableExpression;

/** `{ type ipv4_addr; flags interval; elements = { ... } }`. */
export interface SetBlock extends Node {
  readonly kind: 'set' | 'map';
  readonly key?: KeyType;
  /** Of a map: data, or the kind of object. */
  readonly data?: DataType;
  readonly flags: readonly SetFlag[];
  /** Milliseconds. */
  readonly timeout?: Uint64;
  /** Milliseconds. */
  readonly gcInterval?: Uint64;
  readonly size?: Uint64;
  readonly policy?: 'performance' | 'memory';
  readonly autoMerge: boolean;
  readonly comment?: string;
  readonly statements: readonly StatefulStatement[];
  readonly elements?: SetExpression | VariableExpression;
}

/** Flags of a set. */
export type SetFlag = 'constant' | 'interval' | 'timeout' | 'dynamic';

/** `type ipv4_addr . inet_service` or `typeof ip saddr . tcp dport`. */
export interface KeyType extends Node {
  readonly form: 'type' | 'typeof';
  /** One, or the parts of a concatenation. */
  readonly parts: readonly (TypeName | SelectorExpression)[];
}

/** The name of a data type after `type`. */
export interface TypeName extends Node {
  readonly kind: 'type';
  readonly name: string;
}

/** What a map gives for a key. */
export type DataType =
  | { readonly kind: 'data'; readonly interval: boolean; readonly type: DataKeyType }
  | { readonly kind: 'object'; readonly object: ObjectKind };

/** Like the type of a key; after `typeof` also `verdict` and `queue`. */
export interface DataKeyType extends Node {
  readonly form: 'type' | 'typeof';
  readonly parts: readonly (TypeName | SelectorExpression)[];
}

/** `{ hook ingress priority 0; devices = { "eth0" }; flags offload; counter }`. */
export interface FlowtableBlock extends Node {
  readonly hook?: Located<HookName>;
  readonly priority?: Priority;
  readonly devices?: DeviceList;
  readonly counter: boolean;
  readonly offload: boolean;
}

/** What an object is given in its block or after its name. */
export type ObjectBlock =
  | CounterBlock
  | CtExpectationBlock
  | CtHelperBlock
  | CtTimeoutBlock
  | LimitBlock
  | QuotaBlock
  | SecmarkBlock
  | SynproxyBlock;

interface ObjectNode<Kind extends ObjectKind> extends Node {
  readonly kind: Kind;
  readonly comment?: string;
}

/** `packets 1 bytes 60`. */
export interface CounterBlock extends ObjectNode<'counter'> {
  readonly packets: Uint64;
  readonly bytes: Uint64;
}

/** `over 25 mbytes used 10 bytes`; in bytes. */
export interface QuotaBlock extends ObjectNode<'quota'> {
  readonly over: boolean;
  readonly bytes: Uint64;
  readonly used: Uint64;
}

/** `rate 10/second burst 5 packets`. */
export interface LimitBlock extends ObjectNode<'limit'> {
  /** Absent when the block says nothing. */
  readonly unit?: 'packets' | 'bytes';
  readonly over: boolean;
  readonly rate: Uint64;
  readonly seconds: Uint64;
  readonly burst: Uint64;
}

/** `"system_u:object_r:ssh_server_packet_t:s0"`. */
export interface SecmarkBlock extends ObjectNode<'secmark'> {
  readonly context?: string;
}

/** `mss 1460 wscale 7 timestamp sack-perm`. */
export interface SynproxyBlock extends ObjectNode<'synproxy'> {
  readonly mss?: Uint64;
  readonly wscale?: Uint64;
  readonly timestamp: boolean;
  readonly sackPermitted: boolean;
}

/** Families in the order of their numbers. */
export type FamilyName = 'ip' | 'ip6' | 'inet' | 'arp' | 'bridge' | 'netdev';

/** `type "ftp" protocol tcp; l3proto ip`. */
export interface CtHelperBlock extends ObjectNode<'ct helper'> {
  readonly type?: string;
  readonly protocol?: 'tcp' | 'udp';
  readonly l3proto?: FamilyName;
}

/** `protocol tcp; l3proto ip; policy = { established : 2m }`; times in seconds. */
export interface CtTimeoutBlock extends ObjectNode<'ct timeout'> {
  readonly protocol?: 'tcp' | 'udp';
  readonly l3proto?: FamilyName;
  readonly policy: readonly {
    readonly at: Span;
    readonly state: string;
    readonly seconds: Uint64;
  }[];
}

/** `protocol tcp; dport 5432; timeout 1h; size 12; l3proto ip`; the timeout in milliseconds. */
export interface CtExpectationBlock extends ObjectNode<'ct expectation'> {
  readonly protocol?: 'tcp' | 'udp';
  readonly dport?: Uint64;
  readonly timeout?: Uint64;
  readonly size?: Uint64;
  readonly l3proto?: FamilyName;
}

/** The expression of elements given to `add element`. */
export type ElementsExpression = Extract<Expression, SetExpression | VariableExpression>;
