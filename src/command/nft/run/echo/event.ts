import type { Chain } from '../../../../netfilter/chain.js';
import type { Flowtable } from '../../../../netfilter/nft/flowtable.js';
import type { NftObject } from '../../../../netfilter/nft/object/nft-object.js';
import type { SetElement } from '../../../../netfilter/nft/set/element.js';
import type { NftSet } from '../../../../netfilter/nft/set/nft-set.js';
import type { NetfilterRule } from '../../../../netfilter/rule.js';
import type { Table } from '../../../../netfilter/table.js';

/** What the kernel reports of something that it was asked for with `NLM_F_ECHO`. Source: `nf_tables_commit`, which notifies. */
export type Event = { readonly operation: 'add' | 'create' | 'insert' | 'delete' } & Subject;

/** What an event is about, and its table. */
export type Subject = { readonly table: Table } & (
  | { readonly kind: 'table' }
  | { readonly kind: 'chain'; readonly chain: Chain }
  | {
      readonly kind: 'rule';
      readonly chain: Chain;
      readonly rule: NetfilterRule;
      /** The handle of the rule before it, unless it's the first or the last. */
      readonly behind: number | undefined;
    }
  | { readonly kind: 'set'; readonly set: NftSet }
  | { readonly kind: 'element'; readonly set: NftSet; readonly element: SetElement }
  | { readonly kind: 'object'; readonly object: NftObject }
  | { readonly kind: 'flowtable'; readonly flowtable: Flowtable }
);
