import { assertNever } from '../../../assert-never.js';
import { isPacketHook, type BaseChain, type ChainHook, type ChainType } from '../../base-chain.js';
import type { TableFamily } from '../family.js';

const FIVE: readonly ChainHook[] = ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'];
const WITHOUT_FORWARD = FIVE.filter((hook) => hook !== 'FORWARD');

/** At which hooks the kernel has chains of a type in a family; undefined when the family has no such type. Source: `struct nft_chain_type`, `hook_mask`. */
function hooksOf(family: TableFamily, type: ChainType): readonly ChainHook[] | undefined {
  switch (family) {
    case 'ip':
    case 'ip6':
    case 'inet':
      if (type === 'nat') return WITHOUT_FORWARD;
      if (type === 'route') return ['OUTPUT'];
      return family === 'inet' ? [...FIVE, 'INGRESS'] : FIVE;
    case 'arp':
      return type === 'filter' ? ['INPUT', 'OUTPUT'] : undefined;
    case 'bridge':
      return type === 'filter' ? FIVE : undefined;
    case 'netdev':
      return type === 'filter' ? ['INGRESS', 'EGRESS'] : undefined;
    default:
      return assertNever(family);
  }
}

/** Whether a family has chains of a type. Source: `__nf_tables_chain_type_lookup`. */
export function knowsType(family: TableFamily, type: ChainType): boolean {
  return hooksOf(family, type) !== undefined;
}

/** Why the kernel refuses a chain at a hook; undefined when it has it. Source: `nft_chain_parse_hook`. */
export function checkHook(
  family: TableFamily,
  { type, hook, priority, devices = [], offload }: Omit<BaseChain, 'policy'>,
): 'ENOENT' | 'EOPNOTSUPP' | 'EINVAL' | undefined {
  const hooks = hooksOf(family, type);
  if (hooks === undefined) return 'ENOENT';
  if (!hooks.includes(hook)) return 'EOPNOTSUPP';
  // Connections are looked up at -200: what translates them comes behind.
  if (type === 'nat' && priority <= -200) return 'EOPNOTSUPP';
  if (offload !== true) return undefined;
  // No driver of a device that is simulated takes over rules. Source: `nft_chain_parse_netdev`, `nft_chain_offload_support`.
  return !isPacketHook(hook) && devices.length === 0 ? 'EINVAL' : 'EOPNOTSUPP';
}
