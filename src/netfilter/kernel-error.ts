import type { ErrnoName } from '../errno.js';
import type { Ruleset } from './ruleset.js';

/** What the kernel was asked to do, as the tools name it in their error texts. */
export type KernelOperation =
  | 'RULE_APPEND'
  | 'RULE_INSERT'
  | 'RULE_REPLACE'
  | 'CHAIN_ADD'
  | 'CHAIN_USER_ADD'
  | 'CHAIN_RENAME'
  | 'CHAIN_DEL';

/** A change that the kernel refuses; nothing of the batch in which it came is done. */
export class KernelError extends Error {
  override readonly name = 'KernelError';
  readonly operation: KernelOperation;
  readonly errno: ErrnoName;
  /** What it was about: `rule in chain OUTPUT`, `chain smtp`. */
  readonly subject: string;
  /** The rules as the kernel has them then, before it takes the batch back: with the table and the chain that it needed, and the handle that it used up. */
  readonly ruleset: Ruleset | undefined;

  constructor(operation: KernelOperation, errno: ErrnoName, subject: string, ruleset?: Ruleset) {
    super(`${operation} failed (${errno}): ${subject}`);
    this.operation = operation;
    this.errno = errno;
    this.subject = subject;
    this.ruleset = ruleset;
  }
}
