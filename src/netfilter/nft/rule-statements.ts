import type { MatchScope } from '../extension/extension.js';
import type { Statement } from '../statement.js';
import type { Rule } from './statement.js';

/** What a rule of nft is made of. */
export function nftStatements(_rule: Rule, _scope: MatchScope): readonly Statement[] {
  throw new TypeError('rules of nft are not lowered yet');
}
