import { tick } from '../../../bound.js';
import { errno } from '../../../errno.js';
import { checkChains } from '../../../netfilter/edit/check-chains.js';
import type { TableName } from '../../../netfilter/hook.js';
import { KernelError, type KernelOperation } from '../../../netfilter/kernel-error.js';
import { XtablesError } from '../../../netfilter/xtables-error.js';
import { takenBack } from '../../../netfilter/ruleset.js';
import { forgetGone, type Firewall } from '../firewall.js';

/** What a step leaves: the firewall after it, and what it printed. */
export interface StepResult {
  readonly firewall: Firewall;
  readonly stdout: string;
  /** Set when it was refused after it had printed: then the firewall is as it was. */
  readonly failure?: XtablesError | KernelError;
}

/** One thing that a command line asks for. */
export interface Step {
  /** Line of the file from which it comes, from 1; 0 on a command line. */
  readonly line: number;
  readonly table: TableName;
  /** Set when it adds a rule: what the kernel blames when the table is one that it refuses as a whole. */
  readonly blame?: { readonly operation: KernelOperation; readonly chain: string };
  /** It can make the table such a one. */
  readonly canBreak?: boolean;
  /** @throws XtablesError @throws KernelError */
  run(firewall: Firewall): StepResult;
}

/** A batch that wasn't done: the mistake, and the line at which it was found. */
export class BatchError extends Error {
  override readonly name = 'BatchError';
  readonly line: number;
  readonly problem: XtablesError;
  /** What was printed before. */
  readonly stdout: string;
  /** What is left where the kernel has refused it: the handles that it has used up are gone. Absent: the kernel was not asked. */
  readonly firewall: Firewall | undefined;

  constructor(line: number, problem: XtablesError, stdout: string, firewall?: Firewall) {
    super(problem.message);
    this.firewall = firewall;
    this.line = line;
    this.problem = problem;
    this.stdout = stdout;
  }
}

/**
 * Does all steps, or none.
 *
 * The tool goes through the steps first and gives up at the first that can't be; what remains goes to the kernel in one batch, which
 * reports every step that it refuses.
 *
 * @throws BatchError
 */
export function runBatch(start: Firewall, steps: readonly Step[]): StepResult {
  const first = runSteps(start, steps);
  if (first.failures.length > 0) throw refusal(start, first);
  const troubled = steps.find(
    ({ table, canBreak }) => canBreak === true && checkTable(first.firewall, table) !== undefined,
  )?.table;
  if (troubled === undefined) return committed(start, first);
  // The kernel does all again, with a look at the table behind each step.
  const warned = { ...start, ruleset: start.ruleset.set('validatesNewTables', true) };
  const again = runSteps(warned, steps, troubled);
  if (again.failures.length > 0) throw refusal(warned, again);
  return committed(warned, again);
}

function committed(start: Firewall, { firewall, stdout }: RunResult): StepResult {
  if (firewall.ruleset === start.ruleset) return { firewall, stdout };
  const ruleset = firewall.ruleset.set('validatesNewTables', false);
  return { firewall: forgetGone({ ...firewall, ruleset }, start.ruleset), stdout };
}

function refusal(start: Firewall, { firewall, stdout, failures }: RunResult): BatchError {
  const left = { ...start, ruleset: takenBack(start.ruleset, firewall.ruleset) };
  return new BatchError(0, new XtablesError('resource', failures.join('')), stdout, left);
}

interface RunResult extends StepResult {
  readonly failures: readonly string[];
}

/** A step takes so many pieces of work. */
const STEP_PIECES = 8;

/** Does steps, with a look behind each at a table that is known to be in trouble, and at new ones where the kernel looks at those. */
function runSteps(start: Firewall, steps: readonly Step[], troubled?: TableName): RunResult {
  const { tables, validatesNewTables } = start.ruleset;
  const validates = (table: TableName): boolean =>
    table === troubled ||
    (validatesNewTables &&
      tables.get(table)?.handle !== firewall.ruleset.tables.get(table)?.handle);
  let firewall = start;
  let stdout = '';
  const failures: string[] = [];
  for (const step of steps) {
    tick(STEP_PIECES);
    const result = attempt(firewall, step);
    stdout += result.stdout;
    // A rule that breaks its table stays until the whole batch is undone, so those after it are refused too.
    firewall = result.firewall;
    const failure =
      result.failure ?? (validates(step.table) ? breakage(firewall, step) : undefined);
    if (failure instanceof XtablesError) throw new BatchError(step.line, failure, stdout);
    // Only the first is shown when there is no line to distinguish them.
    if (failure !== undefined && (step.line > 0 || failures.length === 0)) {
      failures.push(failureText(step, failure));
    }
  }
  return { firewall, stdout, failures };
}

function attempt(firewall: Firewall, step: Step): StepResult {
  try {
    return step.run(firewall);
  } catch (error) {
    if (!(error instanceof XtablesError || error instanceof KernelError)) throw error;
    return { firewall, stdout: '', failure: error };
  }
}

/** What the kernel says when the step has made the table one that it refuses as a whole. */
function breakage(firewall: Firewall, { table, blame }: Step): KernelError | undefined {
  if (blame === undefined) return undefined;
  const broken = checkTable(firewall, table);
  if (broken === undefined) return undefined;
  return new KernelError(blame.operation, broken, `rule in chain ${blame.chain}`);
}

function checkTable(
  { ruleset, family }: Firewall,
  table: TableName,
): ReturnType<typeof checkChains> {
  const chains = ruleset.tables.get(table)?.chains;
  return chains === undefined ? undefined : checkChains(chains, family);
}

function failureText({ line }: Step, error: KernelError): string {
  const where = line > 0 ? `\nline ${line}:` : '';
  return `${where} ${error.operation} failed (${errno(error.errno).words}): ${error.subject}`;
}
