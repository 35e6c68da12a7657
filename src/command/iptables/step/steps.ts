import type { Step } from '../restore/batch.js';
import { chainSteps } from './chain-steps.js';
import type { CommandLine } from '../read/command-line.js';
import { listSteps } from './list-steps.js';
import { ruleSteps } from './rule-steps.js';
import type { StepContext } from './step-context.js';
import { zeroSteps } from './zero-steps.js';

/** What a command line asks for, step by step, in the order in which it's done. */
export function stepsOf(line: CommandLine, context: StepContext): readonly Step[] {
  return [
    ...listSteps(line, context),
    ...ruleSteps(line, context),
    ...chainSteps(line, context),
    ...zeroSteps(line, context),
  ];
}
