import { assertNever } from '../assert-never.js';
import type { HookName, TableName } from './hook.js';

/**
 * What packets of a base chain are for, and with it what is done around the chain: packets that leave a `route` chain changed are routed again,
 * and a `nat` chain sees the first packet of a connection. Source: nft(8), CHAINS.
 */
export type ChainType = 'filter' | 'route' | 'nat';

/** Where a chain can stand: a hook of a family of protocols, or what a device takes in or gives out. */
export type ChainHook = HookName | 'INGRESS' | 'EGRESS';

/** Whether packets come to a hook on the path through the host, and not at a device. */
export function isPacketHook(hook: ChainHook): hook is HookName {
  return hook !== 'INGRESS' && hook !== 'EGRESS';
}

/** Where a chain stands on the path of packets, and what becomes of those that come to its end. */
export interface BaseChain {
  readonly type: ChainType;
  readonly hook: ChainHook;
  /** The base chains of a hook are walked in ascending order of this. */
  readonly priority: number;
  readonly policy: 'ACCEPT' | 'DROP';
  /** The devices of a chain at a hook of devices, whether they are there or not. */
  readonly devices?: readonly string[];
  /** The device is to do the work: `flags offload`. */
  readonly offload?: boolean;
  /** A tool that lists the chain before the kernel has made it doesn't know the policy. */
  readonly policyUnknown?: boolean;
}

/** Where the kernel's own parts stand in the order of a hook. Source: `enum nf_ip_hook_priorities`. */
export const PRIORITY = {
  conntrack: -200,
  /** Destinations are translated. */
  dstnat: -100,
  /** Sources are translated. */
  srcnat: 100,
  confirm: 0x7fffffff,
} as const;

/** The hooks at which destinations are translated; at the others sources are. Source: `HOOK2MANIP`. */
export function translatesDestinations(hook: HookName): boolean {
  return hook === 'PREROUTING' || hook === 'OUTPUT';
}

/** Where the built-in chain of a table stands when iptables makes it: the nf_tables backend has `security` at 150, and not at the 50 of the legacy one. */
export function builtinBase(table: TableName, hook: HookName): BaseChain {
  const policy = 'ACCEPT';
  switch (table) {
    case 'raw':
      return { type: 'filter', hook, priority: -300, policy };
    case 'mangle':
      return { type: hook === 'OUTPUT' ? 'route' : 'filter', hook, priority: -150, policy };
    case 'nat': {
      const priority = translatesDestinations(hook) ? PRIORITY.dstnat : PRIORITY.srcnat;
      return { type: 'nat', hook, priority, policy };
    }
    case 'filter':
      return { type: 'filter', hook, priority: 0, policy };
    case 'security':
      return { type: 'filter', hook, priority: 150, policy };
    default:
      return assertNever(table);
  }
}
