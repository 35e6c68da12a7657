/**
 * Why iptables refuses a command: `parameter` (exit status 2, with a hint at the help), `other` (1), `version` (3), `resource` (4),
 * or `unsimulated`, for what Linux has and nexthop doesn't. Source: `enum xtables_exittype`.
 */
export type Problem = 'parameter' | 'other' | 'version' | 'resource' | 'unsimulated';

/** A command that iptables refuses, in the tool's own words; thrown inside the parser and caught where the command ends. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly problem: Problem;

  constructor(problem: Problem, message: string) {
    super(message);
    this.problem = problem;
  }
}
