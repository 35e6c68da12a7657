import { expandText, expandWords } from '../expand/expand-word.js';
import { Sink } from '../file/open-file.js';
import { parseScript } from '../parse/parse-script.js';
import type { Script } from '../syntax/script.js';
import { dispatch } from './dispatch.js';
import { makeDynamicVariables } from './dynamic-variables.js';
import { FunctionLeave, LoopLeave, ShellLeave } from './leave.js';
import { asExpansionProblem, reportExpansion } from './problem.js';
import { openPath } from './redirect.js';
import { runBash } from './run-bash.js';
import { runCommand } from './run-command.js';
import { runProgram } from './run-program.js';
import { runScript, runUnits } from './run-script.js';
import type { Engine, Shell, TextPlace } from './shell.js';
import { reportProblem, writeWarnings } from './report-problem.js';
import { runExitTrap, runTrap } from './trap.js';

/** The parts of the shell, put together. */
export const ENGINE: Engine = {
  runScript,
  runCommand,
  runProgram,
  dispatch,
  runBash: (start) => start.world.nest('shells', () => runBash(start, ENGINE)),
  substitute,
  runSubshell,
  runText,
  expandText,
  makeDynamic: makeDynamicVariables,
};

/** Runs a script in a shell that is a copy already, to its end. */
async function runSubshell(shell: Shell, script: Script): Promise<number> {
  try {
    await shell.world.nest('shells', () => runScript(shell, script));
  } catch (error) {
    shell.status = await statusOfLeave(shell, error);
  }
  return runExitTrap(shell);
}

/** The status of a shell that was left so. */
async function statusOfLeave(shell: Shell, error: unknown): Promise<number> {
  if (error instanceof ShellLeave || error instanceof FunctionLeave) return error.status;
  if (error instanceof LoopLeave) return 0;
  const problem = asExpansionProblem(error);
  if (problem === undefined) throw error;
  await reportExpansion(shell, problem);
  return 1;
}

async function substitute(shell: Shell, script: Script): Promise<string> {
  const content = await readFileOnly(shell, script);
  if (content !== undefined) return withoutEnd(content);
  const inner = shell.clone();
  inner.isTrapping = shell.isTrapping;
  inner.substitutions++;
  inner.asks = 'answer';
  inner.loops = 0;
  // What fails in it counts only where its status does (bash(1), COMMAND EXECUTION ENVIRONMENT).
  if (!shell.features.has('inherit_errexit')) inner.options.delete('errexit');
  const output = new Sink((_, all) => shell.world.hold(all));
  inner.files.set(1, output);
  await writeWarnings(inner, script.warnings ?? []);
  shell.status = await runSubshell(inner, script);
  shell.substituted = shell.status;
  return withoutEnd(output.bytes);
}

/** `$(< FILE)`: the file's content; undefined when the substitution is another. */
async function readFileOnly(shell: Shell, { statements }: Script): Promise<string | undefined> {
  const [command] = statements[0]?.items[0]?.pipeline.commands ?? [];
  if (statements.length !== 1 || statements[0]?.items.length !== 1) return undefined;
  if (command?.kind !== 'simple' || command.words.length + command.assignments.length > 0) {
    return undefined;
  }
  const [redirection] = command.redirections;
  if (command.redirections.length !== 1 || redirection?.operator !== '<') return undefined;
  const [path, ...rest] = await expandWords(shell, [redirection.target]);
  if (path === undefined || rest.length > 0) return undefined;
  const file = await openPath(shell, path, 'read');
  if (typeof file === 'string') {
    await shell.complain(`${path}: ${file}`);
    shell.status = 1;
    shell.substituted = 1;
    return '';
  }
  shell.status = 0;
  shell.substituted = 0;
  return file.peek();
}

/** A substitution loses its last line ends, and bytes that are 0. */
function withoutEnd(bytes: string): string {
  let end = bytes.length;
  while (end > 0 && bytes.charCodeAt(end - 1) === 10) end--;
  return bytes.slice(0, end).replaceAll('\0', '');
}

async function runText(shell: Shell, text: string, place: TextPlace): Promise<number> {
  return shell.world.nest('texts', () =>
    place.kind === 'source' ? runSource(shell, text, place) : runHere(shell, text, place),
  );
}

async function runHere(
  shell: Shell,
  text: string,
  place: Exclude<TextPlace, { kind: 'source' }>,
): Promise<number> {
  const { kind } = place;
  const line = kind === 'eval' ? shell.endLine : place.isOfCommand ? shell.line : 1;
  const script = await parse(shell, text, line, kind === 'eval' ? 'eval' : '');
  if (typeof script === 'number') return script;
  shell.status = script.statements.length === 0 ? 0 : shell.status;
  if (kind === 'eval') shell.substitutions++;
  try {
    await runUnits(shell, script);
  } finally {
    if (kind === 'eval') shell.substitutions--;
  }
  return shell.status;
}

async function runSource(
  shell: Shell,
  text: string,
  { name, args }: Extract<TextPlace, { kind: 'source' }>,
): Promise<number> {
  const { positional } = shell;
  shell.frames.push({ name: 'source', source: name, line: shell.line, isFunction: false });
  if (args.length > 0) shell.positional = args;
  try {
    const script = await parse(shell, text, 1, '');
    if (typeof script === 'number') return script;
    shell.status = 0;
    await runUnits(shell, script);
    await runTrap(shell, 'RETURN');
    return shell.status;
  } catch (error) {
    if (!(error instanceof FunctionLeave)) throw error;
    return error.status;
  } finally {
    const frame = shell.frames.pop();
    shell.line = frame?.line ?? shell.line;
    if (args.length > 0) shell.positional = positional;
  }
}

/** Reads text as a script; a number is the status of its refusal. */
async function parse(
  shell: Shell,
  text: string,
  line: number,
  kind: string,
): Promise<Script | number> {
  try {
    return parseScript(text, line);
  } catch (error) {
    const prefix = kind === '' ? shell.source : `${shell.source}: ${kind}`;
    return reportProblem(shell, error, prefix);
  }
}
