import { expandText, expandWords } from '../expand/expand-word.js';
import type { Assignment, Command } from '../syntax/script.js';
import { AssignmentProblem } from '../variable/assignment-problem.js';
import { assign, temporaryValue, traceElements } from './assign.js';
import { dispatch } from './dispatch.js';
import { redirect, withRedirections } from './redirect.js';
import type { Operand, Shell } from './shell.js';
import { trace, traceWords } from './trace.js';
import { runTrap } from './trap.js';

type Simple = Extract<Command, { kind: 'simple' }>;

/** Builtins whose redirections stay when nothing follows. */
const KEEPS_REDIRECTIONS = 'exec';

/** Runs a simple command: expands its words, redirects, assigns, and calls what the first word names. */
export async function runSimple(shell: Shell, command: Simple): Promise<void> {
  shell.line = command.line;
  // In a trap it stays the one that was run at the time.
  if (!shell.isTrapping) shell.command = textOf(command);
  if (shell.traps.has('DEBUG')) await runTrap(shell, 'DEBUG');
  const outer = shell.deferred;
  const { next } = shell.processFiles;
  shell.deferred = [];
  shell.substituted = undefined;
  try {
    const words = await expandOperands(shell, command);
    shell.line = command.line;
    shell.endLine = command.endLine;
    if (words.length === 0) await runWithoutWords(shell, command);
    else await runWords(shell, command, words);
    const { status } = shell;
    for (const read of shell.deferred) await read();
    shell.status = status;
  } finally {
    shell.deferred = outer;
    if (!keeps(command)) shell.processFiles.next = next;
  }
}

function keeps({ words }: Simple): boolean {
  return words[0]?.raw === KEEPS_REDIRECTIONS;
}

/** The command as `$BASH_COMMAND` has it. */
function textOf({ assignments, words }: Simple): string {
  return [...assignments, ...words].map(({ raw }) => raw).join(' ');
}

async function expandOperands(shell: Shell, { words }: Simple): Promise<Operand[]> {
  if (words.every(({ assignment }) => assignment === undefined)) return expandWords(shell, words);
  const operands: Operand[] = [];
  for (const word of words) {
    if (word.assignment === undefined) operands.push(...(await expandWords(shell, [word])));
    else operands.push(word.assignment);
  }
  return operands;
}

/** Assignments without a command last. The status is that of the last substitution in them. */
async function runWithoutWords(shell: Shell, command: Simple): Promise<void> {
  for (const assignment of command.assignments) await assign(shell, assignment);
  const { substituted = 0 } = shell;
  // Files are opened and closed again.
  const isDone = await withRedirections(shell, command.redirections, async () => {});
  shell.status = isDone ? (shell.substituted ?? substituted) : 1;
}

async function runWords(shell: Shell, command: Simple, words: readonly Operand[]): Promise<void> {
  if (words.length === 1 && words[0] === KEEPS_REDIRECTIONS) {
    await traceWords(shell, ['exec']);
    shell.status = (await redirect(shell, command.redirections)) ? 0 : 1;
    return;
  }
  const run = async (): Promise<void> => {
    shell.status = await runWithAssignments(shell, command.assignments, words);
  };
  if (command.redirections.length === 0) await run();
  else {
    const isDone = await withRedirections(shell, command.redirections, run);
    if (!isDone) shell.status = 1;
  }
  const last = words.at(-1);
  if (typeof last === 'string') shell.lastWord = last;
}

async function runWithAssignments(
  shell: Shell,
  assignments: readonly Assignment[],
  words: readonly Operand[],
): Promise<number> {
  if (assignments.length === 0) {
    await traceOperands(shell, words);
    return dispatch(shell, words, { skipsFunctions: false });
  }
  shell.variables.push('temporary');
  try {
    for (const assignment of assignments) await assignTemporary(shell, assignment);
    await traceOperands(shell, words);
    return await dispatch(shell, words, { skipsFunctions: false });
  } finally {
    shell.variables.pop();
  }
}

async function assignTemporary(shell: Shell, assignment: Assignment): Promise<void> {
  const value = await temporaryValue(shell, assignment);
  try {
    shell.variables.setTemporary(assignment.name, value);
  } catch (error) {
    if (!(error instanceof AssignmentProblem)) throw error;
    await shell.complain(error.message);
  }
  await trace(shell, `${assignment.name}=${typeof value === 'string' ? value : ''}`);
}

async function traceOperands(shell: Shell, words: readonly Operand[]): Promise<void> {
  if (!shell.has('xtrace')) return;
  const shown: string[] = [];
  for (const word of words) {
    if (typeof word === 'string') shown.push(word);
    else {
      if ('elements' in word.value) await traceElements(shell, word);
      shown.push(await shownAs(shell, word));
    }
  }
  await traceWords(shell, shown);
}

async function shownAs(shell: Shell, { name, value, isAppend }: Assignment): Promise<string> {
  if ('elements' in value) return name;
  return `${name}${isAppend ? '+=' : '='}${await expandText(shell, value, 'assignment')}`;
}
