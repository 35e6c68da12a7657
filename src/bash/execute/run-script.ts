import type { Script, Statement } from '../syntax/script.js';
import { asking, asksOfItem } from './asks.js';
import { ShellLeave, type ExpansionProblem } from './leave.js';
import { asExpansionProblem, reportExpansion } from './problem.js';
import { writeWarnings } from './report-problem.js';
import { runBackground, runPipeline } from './run-pipeline.js';
import type { Shell } from './shell.js';
import { runTrap } from './trap.js';

/** Runs the statements of a script, one after another. */
export async function runScript(shell: Shell, script: Script): Promise<void> {
  for (const statement of script.statements) await runStatement(shell, statement);
}

/**
 * Runs the statements of a text that was read as a whole. Some errors end only the complete command in which they are: the statements
 * behind it go on.
 */
export async function runUnits(shell: Shell, script: Script): Promise<void> {
  let dropped = -1;
  const { warnings = [] } = script;
  let begun = -1;
  for (const statement of script.statements) {
    const { unit } = statement;
    // Bash reads a complete command, then runs it.
    if (unit !== begun && warnings.length > 0) {
      await writeWarnings(
        shell,
        warnings.filter((warning) => warning.unit === unit),
      );
    }
    begun = unit;
    if (statement.unit === dropped) continue;
    const { ignoring, loops } = shell;
    try {
      await runStatement(shell, statement);
    } catch (error) {
      const problem = await report(shell, error);
      if (problem.ends === 'shell' || shell.depth > 0) throw new ShellLeave(1);
      dropped = statement.unit;
      shell.ignoring = ignoring;
      shell.loops = loops;
    }
  }
}

/** Writes what can't be expanded or assigned as a complaint; throws what is something else. */
async function report(shell: Shell, error: unknown): Promise<ExpansionProblem> {
  const problem = asExpansionProblem(error);
  if (problem === undefined) throw error;
  await reportExpansion(shell, problem);
  shell.status = 1;
  shell.pipeStatus = [1];
  return problem;
}

async function runStatement(shell: Shell, statement: Statement): Promise<void> {
  if (statement.isBackground) {
    await runBackground(shell, statement);
    return;
  }
  const { items } = statement;
  for (const [at, { operator, pipeline }] of items.entries()) {
    if (operator === '&&' && shell.status !== 0) continue;
    if (operator === '||' && shell.status === 0) continue;
    const isLast = at === items.length - 1;
    if (!isLast || pipeline.isNegated) shell.ignoring++;
    try {
      await asking(shell, asksOfItem(shell.asks, items, at), () => runPipeline(shell, pipeline));
    } finally {
      if (!isLast || pipeline.isNegated) shell.ignoring--;
    }
    if (isLast && !pipeline.isNegated && fails(pipeline.commands)) await checkFailure(shell);
  }
}

/** Whether the failure of these commands is theirs, and not that of a command in them, which has been seen to. */
function fails(commands: Statement['items'][number]['pipeline']['commands']): boolean {
  const [only] = commands;
  if (commands.length > 1 || only === undefined) return true;
  return ['simple', 'subshell', 'arithmetic', 'conditional'].includes(only.kind);
}

/** Runs the trap on ERR after a failure, and ends the shell under `set -e`. */
async function checkFailure(shell: Shell): Promise<void> {
  if (shell.status === 0 || shell.ignoring > 0) return;
  const { status } = shell;
  await runTrap(shell, 'ERR');
  shell.status = status;
  if (shell.has('errexit')) throw new ShellLeave(status);
}
