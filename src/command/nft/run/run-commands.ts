import type { Netfilter } from '../../../netfilter/netfilter.js';
import type { Command } from '../syntax/tree/command.js';
import type { Span } from '../syntax/tree/span.js';
import { checkNames } from './check-names.js';
import { expandCommand, type Step } from './expand.js';
import { joinedElements } from './joined-elements.js';
import { runStep } from './run-step.js';
import { isTerse, needs, needsAll } from './needed-kinds.js';
import { Run, type Evaluate, type RunResult, type RunSettings } from './run.js';
import type { RunState } from './state.js';
import { updatedSets } from './updated-sets.js';
import { wholeCommand } from './whole-command.js';

/**
 * Runs commands as one transaction: first each is evaluated with what those before it have made, then the kernel is asked for all. Source: nft's `nft_evaluate`,
 * `nft_netlink`.
 */
export function runCommands(
  given: readonly Command[],
  start: Netfilter,
  settings: RunSettings,
): RunResult {
  const commands = joinedElements(given);
  const run = new Run(start, settings, commands);
  const unsent = checkNames(commands);
  if (unsent !== undefined) return run.refuse(unsent);
  const steps = commands.flatMap((command) => {
    const whole = wholeCommand(command);
    return expandCommand(command).map((step) => ({
      step,
      whole: isWhole(step, command) ? whole : spanOfStep(step),
    }));
  });
  const all = steps.map(({ step }) => step);
  const state: RunConstants = {
    start,
    last: commands.at(-1),
    names: settings.names,
    updatedSets: updatedSets(all),
    knowsSets: commands.some((command) => needs(command, 'set')),
    knowsRules: commands.some(needsAll),
    strays: new Map(),
  };
  const { listing } = settings;
  const shown = commands.some(isTerse)
    ? { ...listing, style: { ...listing.style, terse: true } }
    : listing;
  for (const { step, whole } of steps) {
    const style = isAboutElements(step) ? listing : shown;
    const evaluate: Evaluate = (netfilter, kernel, evaluated) =>
      runStep(step, stateOf(state, netfilter, kernel, evaluated), style);
    if (!run.take(evaluate, whole)) break;
  }
  return run.finish();
}

/** What a step is evaluated with. Name by name, as there is one for each rule, and a spread behind others takes ten times as long. */
function stateOf(
  { start, last, names, updatedSets: updated, knowsSets, knowsRules, strays }: RunConstants,
  netfilter: Netfilter,
  kernel: Netfilter,
  evaluated: boolean,
): RunState {
  return {
    netfilter,
    kernel,
    last,
    start,
    names,
    updatedSets: updated,
    knowsSets,
    knowsRules,
    strays,
    evaluated,
  };
}

/** What stays the same from step to step. */
type RunConstants = Omit<RunState, 'netfilter' | 'kernel' | 'evaluated'>;

/** The kernel is asked for elements by themselves. */
function isAboutElements(step: Step): boolean {
  return step.kind === 'command' && step.command.object === 'element';
}

function spanOfStep(step: Step): Span {
  return 'command' in step ? step.command.at : step.at;
}

/** Whether a step is a command itself, and not a part of its block. */
function isWhole(step: Step, command: Command): boolean {
  return spanOfStep(step) === command.at;
}
