import { Input, Sink } from '../file/open-file.js';
import type { Command, Pipeline, Statement } from '../syntax/script.js';
import { runCommand } from './run-command.js';
import type { Shell } from './shell.js';

/** Runs the commands of a pipeline, each when the one before it is over, in subshells when there are several. */
export async function runPipeline(shell: Shell, pipeline: Pipeline): Promise<void> {
  const { commands } = pipeline;
  const [only] = commands;
  if (commands.length === 1 && only !== undefined) {
    await runCommand(shell, only);
    if (!isCompound(only)) shell.pipeStatus = [shell.status];
  } else await runStages(shell, commands);
  if (pipeline.timed !== undefined) await shell.write(2, timeText(pipeline.timed));
  if (pipeline.isNegated) shell.status = shell.status === 0 ? 1 : 0;
}

/** Time does not pass. */
function timeText(form: 'bash' | 'posix'): string {
  return form === 'posix'
    ? 'real 0.00\nuser 0.00\nsys 0.00\n'
    : '\nreal\t0m0.000s\nuser\t0m0.000s\nsys\t0m0.000s\n';
}

function isCompound(command: Command): boolean {
  return command.kind !== 'simple' && command.kind !== 'subshell';
}

async function runStages(shell: Shell, commands: readonly Command[]): Promise<void> {
  const statuses: number[] = [];
  let input: Input | undefined;
  for (const [at, command] of commands.entries()) {
    const isLast = at === commands.length - 1;
    const output = new Sink((_, all) => shell.world.hold(all));
    if (isLast && shell.features.has('lastpipe')) {
      await runHere(shell, command, input);
      statuses.push(shell.status);
      continue;
    }
    const stage = shell.clone();
    if (input !== undefined) stage.files.set(0, input);
    if (!isLast) stage.files.set(1, output);
    const { runSubshell } = shell.engine;
    if (!isLast) stage.asks = 'answer';
    statuses.push(await runSubshell(stage, stageScript(command)));
    input = new Input(output.bytes);
  }
  shell.pipeStatus = statuses;
  const failed = statuses.findLast((status) => status !== 0);
  shell.status = shell.has('pipefail') ? (failed ?? 0) : (statuses.at(-1) ?? 0);
}

async function runHere(shell: Shell, command: Command, input: Input | undefined): Promise<void> {
  const outer = shell.files.get(0);
  if (input !== undefined) shell.files.set(0, input);
  try {
    await runCommand(shell, command);
  } finally {
    if (outer === undefined) shell.files.delete(0);
    else shell.files.set(0, outer);
  }
}

/** One command as a script of its own. */
function stageScript(command: Command): { statements: Statement[] } {
  const pipeline: Pipeline = { isNegated: false, timed: undefined, commands: [command] };
  return {
    statements: [{ items: [{ operator: undefined, pipeline }], isBackground: false, unit: 0 }],
  };
}

/** Runs a statement that ends by `&`: at once, in a subshell without input, to its end. */
export async function runBackground(shell: Shell, statement: Statement): Promise<void> {
  const job = shell.clone();
  job.files.set(0, new Input(''));
  job.ignoring = 0;
  job.asks = 'nothing';
  shell.background = job.pid;
  shell.jobs.set(Math.max(0, ...shell.jobs.keys()) + 1, job.pid);
  const script = { statements: [{ ...statement, isBackground: false }] };
  shell.ended.set(job.pid, await shell.engine.runSubshell(job, script));
  shell.status = 0;
}
