import type { Spec } from '../../syntax/tree/command.js';
import type { Listed } from './list-command.js';

/** Families whose hooks are of no device; others leave the word unread. */
const WITHOUT_DEVICES: ReadonlySet<string> = new Set(['ip', 'ip6', 'bridge']);

/**
 * `list hooks`: the kernel that nexthop simulates does not report them. Undefined where it refuses to be asked. Source: nft's `mnl_nft_dump_nf_hooks`.
 */
export function listHooks({ family, name }: Spec): Listed | undefined {
  if (family === 'arp' || (family === 'netdev' && name !== undefined)) return undefined;
  const isOdd = name !== undefined && WITHOUT_DEVICES.has(family ?? '');
  const text = isOdd ? `# device keyword (${name.value}) unexpected for this family\n` : '';
  return { text: () => text };
}
