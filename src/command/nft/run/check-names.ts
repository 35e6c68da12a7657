import { errno } from '../../../errno.js';
import type { NftError } from '../print-error.js';
import type { Command } from '../syntax/tree/command.js';
import { isUnfetchable } from './fetched.js';

/** The longest name that nft sends to the kernel, which takes one less. Source: nft's `NFT_NAME_MAXLEN`. */
const LONGEST_NAME = 256;

/** What nft refuses of the names in commands, before it looks at any of them. Source: nft's `nft_cache_evaluate`, `nft_cache_update`. */
export function checkNames(commands: readonly Command[]): NftError | undefined {
  for (const { object, spec } of commands) {
    if (object === 'hooks') continue;
    const long = [spec.table, spec.chain, spec.name].find(
      (name) => name !== undefined && name.value.length > LONGEST_NAME,
    );
    if (long !== undefined) {
      return {
        message: `name too long, ${LONGEST_NAME} characters maximum allowed`,
        at: [long.at],
      };
    }
  }
  if (!isUnfetchable(commands)) return undefined;
  const message = `cache initialization failed: ${errno('ERANGE').words}`;
  return { message, at: [], ofKernel: true };
}
