import { NFT_NOT_FOLLOWED } from '../../netfilter/nft/not-followed.js';
import type { NameOf } from '../../unsimulated-names.js';

/** What `nft` has on Linux and is refused here: docs/not-simulated.md is made of it. */
export const NFT_UNSIMULATED = {
  commands: [
    'nft monitor',
    'nft rename chain with another of its names',
    'nft list of rules without their sets',
    'nft -j list of a chain of unknown policy',
  ],
  statements: [
    'nft nat addr . port to other types',
    'nft operations with bits across two bytes',
    'nft shift of what is compared',
    'nft map for what is shifted or flipped',
  ],
  options: ['nft -i', 'nft -d', 'nft -o', 'nft -e of JSON', 'nft -e of chains without a name'],
} as const;

/** The name of something that `nft` has and is refused. */
export type NftUnsimulated = NameOf<typeof NFT_UNSIMULATED>;

/** What `nft` takes and keeps, and what packets don't meet here: docs/not-simulated.md is made of it. */
export const NFT_UNFOLLOWED = {
  'chains that are kept': NFT_NOT_FOLLOWED.chains,
  'statements that are kept': NFT_NOT_FOLLOWED.statements,
} as const;
