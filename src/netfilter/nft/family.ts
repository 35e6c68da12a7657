/** Families of tables, in the order of their numbers in the kernel. */
export type TableFamily = 'ip' | 'ip6' | 'inet' | 'arp' | 'bridge' | 'netdev';
