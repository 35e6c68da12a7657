import type { FileEntries } from '../extension/extension.js';
import type { Statement } from '../nft/statement.js';

/** A match or a target of iptables in a rule, which nf_tables knows nothing of but that it's there. */
export interface XtStatement {
  readonly kind: 'xt';
  readonly type: 'match' | 'target';
  /** As the kernel knows it. */
  readonly name: string;
  /** In words of nft; undefined when it can't be put into any. */
  readonly text: string | undefined;
  readonly entries?: FileEntries | undefined;
}

/** A refusal of which nothing in the rule shows for which version of IP it is. */
interface BareRejectStatement {
  readonly kind: 'bare-reject';
}

/** A statement of a rule as nft lists it, whichever tool has made the rule. */
export type ListedStatement = Statement | XtStatement | BareRejectStatement;
