import type { AnyTarget } from './target.js';
import { claimTarget, packetSetTarget } from './target/claim-target.js';
import { commandTargets } from './target/command-targets.js';
import { fileTargets } from './target/file-targets.js';
import { hostTarget } from './target/host-target.js';
import { nftTargets } from './target/nft-targets.js';
import { scriptTarget } from './target/script-target.js';
import { tableTarget } from './target/table-target.js';
import { textTargets } from './target/text-targets.js';

/** Everything that is fuzzed. */
export const TARGETS: readonly AnyTarget[] = [
  ...textTargets,
  ...commandTargets,
  ...fileTargets,
  tableTarget,
  packetSetTarget,
  claimTarget,
  hostTarget,
  ...nftTargets,
  scriptTarget,
];
