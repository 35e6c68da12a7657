import { multipathHashPolicy } from '../../../src/namespace/sysctl/sysctl.js';
import type { Namespace } from '../../../src/namespace/namespace.js';
import type { Question } from '../question.js';

const HASH_OF_PORTS = /\bnet[./]ipv[46][./]fib_multipath_hash_policy\s*=\s*1\b/;

/**
 * Whether the kernel makes the same choices while it reports the rules that packets meet. For that it takes a hash of each packet, with a key of
 * its own, and with multipath hash policy 1 a received packet goes by that hash. The switch is one for the whole machine, so a host of that kind
 * can't be judged beside a traced one. Source: `nft_trace_init`, `fib_multipath_hash`, `rt6_multipath_hash`.
 */
export function mayTrace(questions: readonly Question[]): boolean {
  return !questions.some((question) => question.kind === 'run' && HASH_OF_PORTS.test(question.run));
}

/** The same of a host that is made already. */
export function mayTraceHost(namespace: Namespace): boolean {
  return ([4, 6] as const).every((family) => multipathHashPolicy(namespace, family) !== 1);
}
