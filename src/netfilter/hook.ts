/** The five places on the path where netfilter looks at a packet; also the names of the built-in chains. */
export type HookName = 'PREROUTING' | 'INPUT' | 'FORWARD' | 'OUTPUT' | 'POSTROUTING';

/** The tables of iptables. */
export type TableName = 'raw' | 'mangle' | 'nat' | 'filter' | 'security';

/** The hooks in path order, as iptables lists built-in chains. */
export const HOOK_NAMES: readonly HookName[] = [
  'PREROUTING',
  'INPUT',
  'FORWARD',
  'OUTPUT',
  'POSTROUTING',
];

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
