import { assertNever } from '../../../assert-never.js';
import { errno, type ErrnoName } from '../../../errno.js';
import type { Netfilter } from '../../../netfilter/netfilter.js';
import { Batch } from '../../../netfilter/nft/request/batch.js';
import { findTable } from '../../../netfilter/nft/request/find.js';
import { withNewNames } from '../../../netfilter/nft/request/rename-chain.js';
import { finish, type Outcome } from '../../../netfilter/nft/request/transaction.js';
import { EvaluationError } from '../evaluate/evaluation-error.js';
import type { NftError } from '../print-error.js';
import type { Command } from '../syntax/tree/command.js';
import type { Span } from '../syntax/tree/span.js';
import type { NftUnsimulated } from '../unsimulated.js';
import { assumed } from './assumed.js';
import { cachedNetfilter } from './cached.js';
import { deletesRenamed } from './deletes-renamed.js';
import { isTransaction, type DoneRequest } from './echo/events-of.js';
import { listedRequests } from './listed-requests.js';
import type { Listed } from './list/list-command.js';
import type { RunListing } from './list/listing.js';
import type { PlannedRequest } from './plan/planned.js';
import { explainRefusal } from './refusal-text.js';
import { type StepResult } from './run-step.js';
import { SetError } from './set-error.js';
import { fetched, listsWithoutSets } from './fetched.js';
import { needsAll } from './needed-kinds.js';
import { SuggestionSource } from './suggestion-source.js';
import { setKey, type RunState } from './state.js';

/** With this command that fails nft looks no further; when the parser has counted as many already, it looks at all that it has read. */
const LAST_FAILURE = 10;

/** What became of commands. */
export interface RunResult {
  /** As it was when something was refused, but for handles, which the kernel does not give again. */
  readonly netfilter: Netfilter;
  /** Rules whose counters begin anew. */
  readonly zeroed: readonly number[];
  readonly listed: readonly Listed[];
  readonly errors: readonly NftError[];
  /** A name that isn't simulated, which ends everything. */
  readonly unsimulated: NftUnsimulated | undefined;
  /** Whether the kernel had anything to commit. */
  readonly committed: boolean;
  /** Netfilter before each request that has deleted tables. */
  readonly deleted: readonly Netfilter[];
  /** What the kernel was asked for and did, in order; nothing unless it is to be echoed. */
  readonly done: readonly DoneRequest[];
}

/** What commands are run with. */
export interface RunSettings {
  readonly names: RunState['names'];
  readonly listing: RunListing;
  /** Errors that reading the commands had: nft still looks for others. */
  readonly errorCount: number;
  /** The commands could not all be read: the kernel is not asked for anything. */
  readonly failed: boolean;
  /** The kernel is asked for everything, and to commit nothing. */
  readonly check: boolean;
  /** What is done is to be reported. */
  readonly echo: boolean;
}

/** Evaluates a step with what nft knows of netfilter, and what the kernel has by then; once more when all have been evaluated, for what it lists. */
export type Evaluate = (known: Netfilter, kernel: Netfilter, evaluated: boolean) => StepResult;

/** A command that lists, and what it listed when it was evaluated. */
interface ListingStep {
  readonly listed: Listed;
  readonly evaluate: Evaluate;
  readonly at: Span;
}

/** What is refused at once, and how much nft lists before. */
interface RefusedAtOnce {
  readonly error: NftError;
  readonly listings: number;
}

function errorAtOnce(name: ErrnoName, at: Span): NftError {
  return { message: `Could not process rule: ${errno(name).words}`, at: [at] };
}

type Refused = Extract<Outcome, { readonly refused: unknown }>;

/** One transaction: takes in what the steps of its commands come to, asks the kernel, and reports what became of them. */
export class Run {
  /** What the kernel has been asked for. */
  readonly #batch: Batch;
  /** What nft has of netfilter from the kernel. */
  readonly #fetched: Netfilter;
  /**
   * What nft knows of netfilter, where that isn't what the commands before have made: behind `flush ruleset`, wherever it stands, nothing of the kernel's, behind
   * commands that list only what they are about, and behind what the kernel refuses what was asked for.
   */
  #known: Netfilter | undefined;
  readonly #planned: PlannedRequest[] = [];
  readonly #knowsRules: boolean;
  readonly #done: DoneRequest[] = [];
  readonly #listings: ListingStep[] = [];
  readonly #errors: NftError[] = [];
  /** Where the sets are declared that were not there before, by {@link setKey}. */
  readonly #declared = new Map<string, Span>();
  readonly #atOnce: RefusedAtOnce[] = [];
  /** How many commands failed, those included that could not be read. */
  #failures: number;
  #committed = false;
  #zeroed: readonly number[] = [];
  #unsimulated: NftUnsimulated | undefined;

  constructor(
    private readonly start: Netfilter,
    private readonly settings: RunSettings,
    private readonly commands: readonly Command[],
  ) {
    this.#batch = new Batch(start);
    this.#failures = settings.errorCount;
    this.#knowsRules = commands.some(needsAll);
    const isFlushed = commands.some(isRulesetFlush);
    this.#fetched = isFlushed
      ? start.set('tables', start.tables.clear())
      : fetched(start, commands);
    if (isFlushed || this.#fetched !== start) this.#known = this.#fetched;
    if (listsWithoutSets(this.#fetched, commands)) {
      this.#unsimulated = 'nft list of rules without their sets';
    }
  }

  get netfilter(): Netfilter {
    return this.#batch.netfilter;
  }

  /** Takes in what a step comes to; false when nothing more is looked at. */
  take(evaluate: Evaluate, at: Span): boolean {
    try {
      this.#add(evaluate(this.#known ?? this.netfilter, this.netfilter, false), at, evaluate);
    } catch (error) {
      if (error instanceof SetError) {
        const declaredAt = this.#declared.get(error.key);
        const { message } = error;
        this.#errors.push(
          declaredAt === undefined
            ? { message, at: [], ofKernel: true }
            : { message, at: [declaredAt] },
        );
      } else if (error instanceof EvaluationError) {
        const { assumes } = error;
        if (assumes) this.#known = assumed(this.#known ?? this.netfilter, assumes);
        this.#errors.push(
          ...error.all.map(({ message, at: first, related }) => ({
            message,
            at: [first, ...related],
          })),
        );
      } else {
        throw error;
      }
      this.#failures += 1;
      if (this.#failures === LAST_FAILURE) return false;
    }
    return this.#unsimulated === undefined;
  }

  #add(result: StepResult, at: Span, evaluate: Evaluate): void {
    switch (result.kind) {
      case 'requests':
        for (const one of result.requests) this.#apply(one.at === at ? one : { ...one, at });
        break;
      case 'listed':
        this.#listings.push({ listed: result.listed, evaluate, at });
        if (result.reset !== undefined) {
          this.#batch.netfilter = result.reset.netfilter;
          this.#zeroed = [...this.#zeroed, ...result.reset.rules];
        }
        break;
      case 'refused': {
        const error = errorAtOnce(result.errno, at);
        this.#atOnce.push({ error, listings: this.#listings.length });
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
    this.#noteDeclared(planned);
    // nft goes on to count rules that the kernel is to delete.
    if (planned.request.kind === 'delete rule' && this.#knowsRules) this.#known ??= this.netfilter;
    if (this.#known !== undefined) this.#known = assumed(this.#known, planned.request);
    const { request } = planned;
    const before = this.netfilter;
    if (!this.#batch.apply(request).isDone) {
      this.#known ??= assumed(before, request);
      return;
    }
    const done = { request, before, after: this.netfilter };
    this.#committed ||= isTransaction(done);
    if (this.settings.echo) this.#done.push(done);
  }

  #noteDeclared({ request, declares }: PlannedRequest): void {
    if (declares === undefined || request.kind !== 'new set') return;
    const { family, table, set } = request;
    const known = findTable(this.#known ?? this.netfilter, request)?.sets.has(set.name);
    if (known === true) return;
    this.#declared.set(setKey({ family, table: { value: table } }, set.name), declares);
  }

  /** Ends everything, before the kernel is asked for anything. */
  refuse(error: NftError): RunResult {
    return this.#failed([error]);
  }

  finish(): RunResult {
    if (this.#unsimulated !== undefined || this.settings.failed) return this.#failed([]);
    if (this.#errors.length > 0) return this.#failed([]);
    if (deletesRenamed(this.#planned.map(({ request }) => request))) return this.#refuseRename();
    const { listed, gone } = this.#listed();
    const [first] = this.#atOnce;
    if (first !== undefined && !(gone !== undefined && gone.listings < first.listings)) {
      return this.#failed([first.error], listed.slice(0, first.listings));
    }
    if (gone !== undefined) return this.#failed([gone.error], listed);
    const outcome = this.#outcome();
    if ('refused' in outcome) return this.#explain(outcome, listed);
    const netfilter = withNewNames(outcome.netfilter);
    if (netfilter === undefined) return this.#refuseRename();
    return {
      netfilter: this.#committed ? netfilter.set('validatesNewTables', false) : netfilter,
      zeroed: this.#zeroed,
      listed,
      errors: [],
      unsimulated: undefined,
      committed: this.#committed,
      deleted: this.#batch.deleted,
      done: this.#done,
    };
  }

  #refuseRename(): RunResult {
    this.#unsimulated = 'nft rename chain with another of its names';
    return this.#failed([]);
  }

  /** What is listed, which nft does when it has looked at all commands, up to one whose table has been deleted behind it. */
  #listed(): { readonly listed: readonly Listed[]; readonly gone?: RefusedAtOnce } {
    if (this.#planned.length === 0 || this.#listings.length === 0) {
      return { listed: this.#listings.map(({ listed }) => listed) };
    }
    const cached = cachedNetfilter(
      this.#fetched,
      this.#shown(),
      this.#planned.map(({ request }) => request),
      this.#knowsRules,
    );
    const all: Listed[] = [];
    for (const step of this.#listings) {
      const again = this.#listAgain(step, cached);
      if (again.kind === 'refused') {
        const error = errorAtOnce(again.errno, step.at);
        return { listed: all, gone: { error, listings: all.length } };
      }
      all.push(again.kind === 'listed' ? again.listed : step.listed);
    }
    return { listed: all };
  }

  #listAgain({ evaluate, listed }: ListingStep, cached: Netfilter): StepResult {
    try {
      return evaluate(cached, this.netfilter, true);
    } catch (error) {
      // It is deleted further on, and nft has kept it.
      if (error instanceof EvaluationError) return { kind: 'listed', listed, reset: undefined };
      throw error;
    }
  }

  /** Netfilter without what nft doesn't know of its own requests. */
  #shown(): Netfilter {
    const shown = listedRequests(this.#planned, this.start, this.netfilter);
    return shown.reduce((netfilter, { request }) => assumed(netfilter, request), this.#fetched);
  }

  #outcome(): Outcome {
    const requests = this.#planned.map(({ request }) => request);
    return finish(this.start, this.#batch, requests, this.settings.check);
  }

  #explain({ refused, spent }: Refused, listed: readonly Listed[]): RunResult {
    const known = new SuggestionSource(this.start, this.#known ?? this.netfilter, this.commands);
    const errors = refused.flatMap(({ place, ...refusal }) => {
      const planned = this.#planned[place];
      return planned === undefined ? [] : explainRefusal(planned, refusal, known);
    });
    return this.#failed(errors, listed, spent);
  }

  #failed(
    errors: readonly NftError[],
    listed: readonly Listed[] = [],
    netfilter = this.start,
  ): RunResult {
    return {
      netfilter,
      zeroed: [],
      listed,
      errors: [...this.#errors, ...errors],
      unsimulated: this.#unsimulated,
      committed: false,
      deleted: this.#batch.deleted,
      done: [],
    };
  }
}

/** Source: nft's `NFT_CACHE_FLUSHED`. */
function isRulesetFlush({ operation, object }: Command): boolean {
  return operation === 'flush' && object === 'ruleset';
}
