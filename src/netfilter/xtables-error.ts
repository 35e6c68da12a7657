import type { IptablesUnsimulated } from './unsimulated.js';

/**
 * Why iptables refuses a command: `parameter` (exit status 2, with a hint at the help), `other` (1), `version` (3), `resource` (4),
 * `state` for what the rules at hand don't allow (1), `usage` (2, without the program's name), or `unsimulated` for what Linux has and nexthop doesn't. Source: `enum xtables_exittype`.
 */
export type Problem =
  'parameter' | 'other' | 'version' | 'resource' | 'state' | 'usage' | 'unsimulated';

/** A command that iptables refuses, in the tool's own words; thrown inside the parser and caught where the command ends. */
export class XtablesError extends Error {
  override readonly name: string = 'XtablesError';
  readonly problem: Problem;
  /** What iptables adds after the full stop of a `state` problem; iptables-restore doesn't. */
  readonly advice: string;

  constructor(problem: 'unsimulated', name: IptablesUnsimulated);
  constructor(problem: Exclude<Problem, 'unsimulated'>, message: string, advice?: string);
  constructor(problem: Problem, message: string, advice = '') {
    super(message);
    this.problem = problem;
    this.advice = advice;
  }
}

/** A rule that nft has made and iptables can't read. Source: `nft_rule_to_iptables_command_state`. */
export class UnreadableRuleError extends XtablesError {
  override readonly name = 'UnreadableRuleError';
  /** What it doesn't understand, a line each. */
  readonly errors: readonly string[];

  constructor(errors: readonly string[]) {
    super('version', 'Parsing nftables rule failed');
    this.errors = errors;
  }
}
