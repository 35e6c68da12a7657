/** The five places on the path where netfilter looks at a packet; also the names of the built-in chains. */
export type HookName = 'PREROUTING' | 'INPUT' | 'FORWARD' | 'OUTPUT' | 'POSTROUTING';

/** The tables of iptables. */
export type TableName = 'raw' | 'mangle' | 'nat' | 'filter' | 'security';

/** The hooks in path order, as iptables lists built-in chains. */
const HOOK_NAMES: readonly HookName[] = ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'];

/** A table's built-in chains in listing order. Source: iptables(8), TABLES. */
export const TABLE_HOOKS: Readonly<Record<TableName, readonly HookName[]>> = {
  raw: ['PREROUTING', 'OUTPUT'],
  mangle: HOOK_NAMES,
  nat: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'],
  filter: ['INPUT', 'FORWARD', 'OUTPUT'],
  security: ['INPUT', 'FORWARD', 'OUTPUT'],
};

/** The names of the tables. */
export const TABLE_NAMES: readonly TableName[] = ['raw', 'mangle', 'nat', 'filter', 'security'];

/** What is done at a hook: a table's chains, or connection tracking's look at the packet when it comes and when it has got through. */
export type HookStage = TableName | 'track' | 'confirm';

/**
 * The order in which things are done at each hook. Source: `enum nf_ip_hook_priorities`; nat comes after mangle for destinations
 * (PREROUTING, OUTPUT), and after filter for sources (INPUT, POSTROUTING). The nf_tables backend puts security behind nat, at priority
 * 150 and not at the 50 of the legacy one.
 */
export const HOOK_STAGES: Readonly<Record<HookName, readonly HookStage[]>> = {
  PREROUTING: ['raw', 'track', 'mangle', 'nat'],
  INPUT: ['mangle', 'filter', 'nat', 'security', 'confirm'],
  FORWARD: ['mangle', 'filter', 'security'],
  OUTPUT: ['raw', 'track', 'mangle', 'nat', 'filter', 'security'],
  POSTROUTING: ['mangle', 'nat', 'confirm'],
};
