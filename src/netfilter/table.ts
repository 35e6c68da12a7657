import { OrderedMap, Record, type RecordOf } from 'immutable';
import type { Family } from '../address/family.js';
import type { Chain } from './chain.js';
import type { TableFamily } from './nft/family.js';
import type { Flowtable } from './nft/flowtable.js';
import type { NftObject } from './nft/object/nft-object.js';
import type { NftSet } from './nft/set/nft-set.js';
import { TABLE_NAMES, type TableName } from './hook.js';

/** A table's chains by name, in the order of their creation. */
export type Chains = OrderedMap<string, Chain>;

/** A table of nf_tables, whichever tool has made it. */
export interface TableFields {
  readonly family: TableFamily;
  readonly name: string;
  readonly handle: number;
  /** The next handle for what is made in the table. */
  readonly nextHandle: number;
  /** Its base chains stand in no hook while it sleeps. */
  readonly dormant: boolean;
  /** Something has changed in this transaction that stands in the way of its going to sleep or waking. */
  readonly pending: boolean;
  /** It has gone to sleep or woken in this transaction: no base chain is made in it then. */
  readonly turned: boolean;
  /** It was made by a process that owned it, and stays now that this has ended. */
  readonly persist: boolean;
  readonly comment: string | undefined;
  /**
   * As with iptables on nf_tables a built-in chain exists only once some command has needed it. One that isn't here is empty, has the
   * policy ACCEPT, and counts nothing.
   */
  readonly chains: Chains;
  /** Sets and maps by name, in the order of their creation. */
  readonly sets: OrderedMap<string, NftSet>;
  /** Objects by `objectKey`, in the order of their creation. */
  readonly objects: OrderedMap<string, NftObject>;
  /** Flowtables by name, in the order of their creation. */
  readonly flowtables: OrderedMap<string, Flowtable>;
}

/** A table, as an Immutable Record. */
export type Table = RecordOf<TableFields>;

/** Makes a table. */
export const makeTable = Record<TableFields>(
  {
    family: 'ip',
    name: '',
    handle: 0,
    nextHandle: 1,
    dormant: false,
    pending: false,
    turned: false,
    persist: false,
    comment: undefined,
    chains: OrderedMap(),
    sets: OrderedMap(),
    objects: OrderedMap(),
    flowtables: OrderedMap(),
  },
  'Table',
);

/** The family of the tables that iptables or ip6tables makes. */
export function tableFamily(family: Family): 'ip' | 'ip6' {
  return family === 4 ? 'ip' : 'ip6';
}

/** Reports whether packets of a version of IP come to tables of a family by the five hooks of IP. */
export function seesPackets(family: TableFamily, packets: Family): boolean {
  return family === 'inet' || family === tableFamily(packets);
}

/** The name under which iptables has a table; undefined for one that it doesn't look at. */
function iptablesName({
  family,
  name,
}: Pick<TableFields, 'family' | 'name'>): TableName | undefined {
  if (family !== 'ip' && family !== 'ip6') return undefined;
  return TABLE_NAMES.find((known) => known === name);
}

/**
 * A table as people refer to it in the family whose packets it sees: `mangle` as iptables has it, else family and name as nft has them,
 * `inet fw4`.
 */
export type TableReference = string;

/** Refers to a table. */
export function referTo(table: Pick<TableFields, 'family' | 'name'>): TableReference {
  return iptablesName(table) ?? `${table.family} ${table.name}`;
}

/** The family of a table that is referred to among those that packets of a version of IP come to. */
export function familyOfTable(table: TableReference | undefined, packets: Family): TableFamily {
  const [family = ''] = table?.split(' ') ?? [];
  return FAMILIES.find((known) => known === family) ?? tableFamily(packets);
}

const FAMILIES: readonly TableFamily[] = ['ip', 'ip6', 'inet', 'arp', 'bridge', 'netdev'];
