import { assertNever } from '../../../assert-never.js';
import { errno } from '../../../errno.js';
import type { Netfilter } from '../../../netfilter/netfilter.js';
import { applyRequest } from '../../../netfilter/nft/request/apply-request.js';
import type { KernelRefusal } from '../../../netfilter/nft/request/refusal.js';
import { blame, isTroubled } from '../../../netfilter/nft/request/transaction.js';
import { EvaluationError } from '../evaluate/evaluation-error.js';
import type { NftError } from '../print-error.js';
import type { Command } from '../syntax/tree/command.js';
import type { Span } from '../syntax/tree/span.js';
import type { NftUnsimulated } from '../unsimulated.js';
import { expandCommand, type Step } from './expand.js';
import type { Listed } from './list/list-command.js';
import type { Listing } from './list/listing.js';
import type { PlannedRequest } from './plan/planned.js';
import { explainRefusal } from './refusal-text.js';
import { runStep } from './run-step.js';
import { SetError } from './set-error.js';
import type { RunState } from './state.js';
import { hasMeter, updatedSets } from './updated-sets.js';
import { wholeCommand } from './whole-command.js';

/** After so many errors nft looks no further. */
const MOST_ERRORS = 10;

/** What became of commands. */
export interface RunResult {
  /** As it was when something was refused. */
  readonly netfilter: Netfilter;
  /** Rules whose counters begin anew. */
  readonly zeroed: readonly number[];
  readonly listed: readonly Listed[];
  readonly errors: readonly NftError[];
  /** A name that isn't simulated, which ends everything. */
  readonly unsimulated: NftUnsimulated | undefined;
  /** What the kernel was asked for and did, in order. */
  readonly done: readonly PlannedRequest[];
}

/** What commands are run with. */
export interface RunSettings {
  readonly names: RunState['names'];
  readonly listing: Listing;
  /** Errors that reading the commands had: nft still looks for others. */
  readonly errorCount: number;
  /** The commands could not all be read: the kernel is not asked for anything. */
  readonly failed: boolean;
}

/**
 * Runs commands as one transaction: first each is evaluated with what those before it have made, then the kernel is asked for all. Source: nft's `nft_evaluate`,
 * `nft_netlink`.
 */
export function runCommands(
  commands: readonly Command[],
  start: Netfilter,
  settings: RunSettings,
): RunResult {
  const run = new Run(start, settings);
  const steps = commands.flatMap((command) => {
    const whole = wholeCommand(command);
    return expandCommand(command).map((step) => ({
      step,
      whole: isWhole(step, command) ? whole : spanOfStep(step),
    }));
  });
  const all = steps.map(({ step }) => step);
  if (hasMeter(all)) return run.refuse('nft meter');
  const made = updatedSets(all);
  for (const { step, whole } of steps) {
    const state = { netfilter: run.netfilter, names: settings.names, updatedSets: made };
    if (!run.take(() => runStep(step, state, settings.listing), whole)) break;
  }
  return run.finish();
}

function spanOfStep(step: Step): Span {
  return 'command' in step ? step.command.at : step.at;
}

/** Whether a step is a command itself, and not a part of its block. */
function isWhole(step: Step, command: Command): boolean {
  return spanOfStep(step) === command.at;
}

interface Refused {
  readonly planned: PlannedRequest;
  readonly refusal: KernelRefusal;
}

class Run {
  netfilter: Netfilter;
  readonly #planned: PlannedRequest[] = [];
  readonly #listed: Listed[] = [];
  readonly #errors: NftError[] = [];
  readonly #refused: Refused[] = [];
  readonly #atOnce: NftError[] = [];
  #zeroed: readonly number[] = [];
  #unsimulated: NftUnsimulated | undefined;

  constructor(
    private readonly start: Netfilter,
    private readonly settings: RunSettings,
  ) {
    this.netfilter = start;
  }

  /** Takes in what a step comes to; false when nothing more is looked at. */
  take(evaluate: () => ReturnType<typeof runStep>, at: Span): boolean {
    try {
      this.#add(evaluate(), at);
    } catch (error) {
      if (error instanceof SetError) {
        this.#errors.push({ message: error.message, at: [], ofKernel: true });
      } else if (error instanceof EvaluationError) {
        this.#errors.push({ message: error.message, at: [error.at, ...error.related] });
      } else {
        throw error;
      }
    }
    const count = this.#errors.length + this.settings.errorCount;
    return this.#unsimulated === undefined && (this.#errors.length === 0 || count < MOST_ERRORS);
  }

  #add(result: ReturnType<typeof runStep>, at: Span): void {
    switch (result.kind) {
      case 'requests':
        for (const planned of result.requests) this.#apply({ ...planned, at });
        break;
      case 'listed':
        this.#listed.push(result.listed);
        if (result.reset !== undefined) {
          this.netfilter = result.reset.netfilter;
          this.#zeroed = [...this.#zeroed, ...result.reset.rules];
        }
        break;
      case 'refused': {
        const { words } = errno(result.errno);
        this.#atOnce.push({ message: `Could not process rule: ${words}`, at: [at] });
        break;
      }
      case 'unsimulated':
        this.#unsimulated = result.name;
        break;
      default:
        assertNever(result);
    }
  }

  #apply(planned: PlannedRequest): void {
    this.#planned.push(planned);
    const answer = applyRequest(this.netfilter, planned.request);
    if ('errno' in answer) this.#refused.push({ planned, refusal: answer });
    else this.netfilter = answer.netfilter;
  }

  /** Ends with a name that isn't simulated. */
  refuse(name: NftUnsimulated): RunResult {
    this.#unsimulated = name;
    return this.#failed([]);
  }

  finish(): RunResult {
    if (this.#unsimulated !== undefined || this.settings.failed) return this.#failed([]);
    if (this.#errors.length > 0) return this.#failed([]);
    if (this.#atOnce.length > 0) return this.#failed(this.#atOnce.slice(0, 1));
    const refused = this.#refused.length > 0 ? this.#refused : this.#blamed();
    if (refused.length > 0) {
      return this.#failed(
        refused.map(({ planned, refusal }) => explainRefusal(planned, refusal, this.netfilter)),
        this.#listed,
      );
    }
    return {
      netfilter: this.netfilter,
      zeroed: this.#zeroed,
      listed: this.#listed,
      errors: [],
      unsimulated: undefined,
      done: this.#planned,
    };
  }

  /** Requests that leave a table as it can't stay. */
  #blamed(): readonly Refused[] {
    const requests = this.#planned.map(({ request }) => request);
    if (!isTroubled(this.netfilter, requests)) return [];
    const outcome = blame(this.start, requests);
    if ('netfilter' in outcome) return [];
    return outcome.refused.flatMap(({ place, ...refusal }) => {
      const planned = this.#planned[place];
      return planned === undefined ? [] : [{ planned, refusal }];
    });
  }

  #failed(errors: readonly NftError[], listed: readonly Listed[] = []): RunResult {
    return {
      netfilter: this.start,
      zeroed: [],
      listed,
      errors: [...this.#errors, ...errors],
      unsimulated: this.#unsimulated,
      done: [],
    };
  }
}
