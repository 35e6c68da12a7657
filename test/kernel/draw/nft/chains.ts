import fc from 'fast-check';
import { weighted } from '../words.js';
import { NFT_CHAINS, type NftChain } from './place.js';

/** Priorities that tie and cross with each other, with those of iptables and with what the kernel itself has in the hooks. */
function priorities({ type, hook }: NonNullable<NftChain['base']>): fc.Arbitrary<string> {
  const named = [
    'filter',
    'security',
    ...(type === 'nat' ? [] : ['raw', 'mangle', 'mangle + 5', 'raw - 10']),
    ...(hook === 'prerouting' ? ['dstnat', 'dstnat - 1', 'dstnat + 10'] : []),
    ...(hook === 'postrouting' ? ['srcnat', 'srcnat + 1'] : []),
    'filter - 1',
    'filter + 11',
  ];
  const numbers = ['0', '0', '-1', '10', '-100', '-99', '-101', '100', '101', '99', '300', '-150'];
  const early = ['-200', '-201', '-199', '-300', '-350', '-450', '-1000', '-225'];
  return weighted(
    [3, fc.constantFrom(...named)],
    [2, fc.constantFrom(...numbers)],
    [type === 'nat' ? 0 : 1, fc.constantFrom(...early)],
  );
}

/** What stands between the braces of a base chain. */
export function baseOf(chain: NftChain): fc.Arbitrary<string> {
  const { base } = chain;
  if (base === undefined) return fc.constant('');
  const policy = weighted<string>(
    [6, fc.constant('')],
    [2, fc.constant(' policy accept ;')],
    [base.type === 'nat' ? 0 : 1, fc.constant(' policy drop ;')],
  );
  return fc
    .tuple(priorities(base), policy)
    .map(([priority, kept]) => `type ${base.type} hook ${base.hook} priority ${priority} ;${kept}`);
}

const BASE_CHAINS = NFT_CHAINS.filter(({ base }) => base !== undefined);

/** A few of the base chains. */
export function someChains(): fc.Arbitrary<readonly NftChain[]> {
  return fc.subarray(BASE_CHAINS, {
    minLength: 2,
    maxLength: 7,
  });
}

/** The chains that others jump to. */
export const REGULAR: readonly NftChain[] = NFT_CHAINS.filter(({ base }) => base === undefined);
