/** Families of tables, in the order of their numbers in the kernel. */
export type TableFamily = 'ip' | 'ip6' | 'inet' | 'arp' | 'bridge' | 'netdev';

/** The families whose tables see packets on their way through routes. */
export const IP_FAMILIES: readonly TableFamily[] = ['ip', 'ip6', 'inet'];

/** Whether tables of a family see connections; those of bridges where a kernel has its part of connection tracking for them. Source: `nf_ct_netns_get` */
export function seesConnections(family: TableFamily): boolean {
  return family !== 'arp' && family !== 'netdev';
}
