import type { ObjectKind } from '../object-kind.js';
import type { BaseChain } from '../../base-chain.js';
import type { TableFamily } from '../family.js';
import type { Flowtable } from '../flowtable.js';
import type { NftObject } from '../object/nft-object.js';
import type { SetElement } from '../set/element.js';
import type { NftSet } from '../set/nft-set.js';
import type { Rule } from '../statement.js';

/** The table that a request is about. */
export interface InTable {
  readonly family: TableFamily;
  readonly table: string;
}

/** Something by its name, or by its handle. */
export type Named = { readonly name: string } | { readonly handle: bigint };

/** A deletion; one that is `ignored` may be of what isn't there, but for its table. Source: `nft_table_lookup`, of whose failure only `nf_tables_deltable` makes nothing. */
export interface Deletion {
  readonly ignored: boolean;
}

/** A new thing; with `exclusive` there must be none of its name. */
export interface Creation {
  readonly exclusive: boolean;
}

/** Where a rule is put: at the end, at the beginning, or next to or in the place of another. */
export type RulePlace =
  | { readonly kind: 'last' | 'first' }
  | { readonly kind: 'after' | 'before' | 'instead'; readonly handle: bigint };

/** What of a chain that stands at a hook a request states; a policy can be given without the rest. */
export interface BaseChainRequest {
  readonly base: Omit<BaseChain, 'policy'> | undefined;
  readonly policy: BaseChain['policy'] | undefined;
  /** Devices beside those that it has, of a chain that is at the hook of some already. */
  readonly more?: readonly string[];
  /** `flags offload`, of a chain that isn't at a hook too. */
  readonly offload: boolean;
}

/** One thing that the kernel is asked to do. Source: `enum nf_tables_msg_types`. */
export type Request =
  | (InTable &
      Creation & {
        readonly kind: 'new table';
        readonly flags: readonly ('dormant' | 'owner' | 'persist')[];
        readonly comment: string | undefined;
      })
  | (Deletion & {
      readonly kind: 'delete table';
      /** Undefined for the tables of every family. */
      readonly family: TableFamily | undefined;
      /** Undefined for every table of the family. */
      readonly table: Named | undefined;
    })
  | (InTable &
      Creation &
      BaseChainRequest & {
        readonly kind: 'new chain';
        readonly chain: string;
        readonly comment: string | undefined;
      })
  | (InTable & {
      readonly kind: 'rename chain';
      readonly chain: string;
      /** By which the kernel finds the chain; 0 for one that the same run makes, which it doesn't find. */
      readonly handle: number;
      readonly to: string;
    })
  | (InTable &
      Deletion & {
        readonly kind: 'delete chain';
        readonly chain: Named;
        /** Only these devices are taken from the chain. */
        readonly devices: readonly string[] | undefined;
      })
  | (InTable & {
      readonly kind: 'new rule';
      readonly chain: string;
      readonly rule: Rule;
      readonly place: RulePlace;
      readonly written: string | undefined;
    })
  | (InTable &
      Deletion & {
        readonly kind: 'delete rule';
        /** Undefined for every chain of the table. */
        readonly chain: string | undefined;
        /** Undefined for every rule. */
        readonly handle: bigint | undefined;
      })
  | (InTable & Creation & { readonly kind: 'new set'; readonly set: NftSet })
  | (InTable & Deletion & { readonly kind: 'delete set'; readonly set: Named })
  | (InTable &
      Creation & {
        readonly kind: 'new elements';
        readonly set: string;
        readonly elements: readonly SetElement[];
      })
  | (InTable &
      Deletion & {
        readonly kind: 'delete elements';
        readonly set: string;
        /** Undefined for all. */
        readonly elements: readonly SetElement[] | undefined;
      })
  | (InTable &
      Creation & { readonly kind: 'new object'; readonly object: Omit<NftObject, 'handle'> })
  | (InTable &
      Deletion & {
        readonly kind: 'delete object';
        readonly object: ObjectKind;
        readonly named: Named;
      })
  | (InTable &
      Creation & { readonly kind: 'new flowtable'; readonly flowtable: Omit<Flowtable, 'handle'> })
  | (InTable & Deletion & { readonly kind: 'delete flowtable'; readonly flowtable: Named });

/** The requests of a kind. */
export type RequestOf<Kind extends Request['kind']> = Extract<Request, { readonly kind: Kind }>;
