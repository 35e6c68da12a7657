import { assertNever } from '../../assert-never.js';
import { evaluate } from '../arithmetic/evaluate.js';
import { ArithmeticProblem } from '../arithmetic/expression.js';
import { expandPattern, expandText, expandWords } from '../expand/expand-word.js';
import { globExpression } from '../pattern/glob.js';
import type { Clause, Command, Script, Word } from '../syntax/script.js';
import { asking } from './asks.js';
import { testCondition } from './condition.js';
import { runArithmeticFor, runFor, runLoop, runSelect } from './loop.js';
import { withRedirections } from './redirect.js';
import { runSimple } from './run-simple.js';
import type { Shell } from './shell.js';
import { trace } from './trace.js';
import { runTrap } from './trap.js';

/** Runs one command; its status is the shell's `$?` then. */
export async function runCommand(shell: Shell, command: Command): Promise<void> {
  await shell.world.checkpoint({ source: shell.source, line: command.line });
  if (command.kind === 'simple') {
    await runSimple(shell, command);
    return;
  }
  shell.line = command.line;
  const run = (): Promise<void> => runCompound(shell, command);
  const { next } = shell.processFiles;
  try {
    if (command.redirections.length === 0) await run();
    else if (!(await withRedirections(shell, command.redirections, run))) shell.status = 1;
  } finally {
    shell.processFiles.next = next;
  }
}

async function runCompound(
  shell: Shell,
  command: Exclude<Command, { kind: 'simple' }>,
): Promise<void> {
  switch (command.kind) {
    case 'group':
      return shell.engine.runScript(shell, command.body);
    case 'subshell': {
      const inner = shell.clone();
      shell.status = await shell.engine.runSubshell(inner, command.body);
      return undefined;
    }
    case 'if':
      return runIf(shell, command.clauses, command.otherwise);
    case 'while':
    case 'until':
      return runLoop(shell, command.kind, command.condition, command.body);
    case 'for':
      return runFor(shell, command, await loopWords(shell, command.words));
    case 'select':
      return runSelect(shell, command, await loopWords(shell, command.words));
    case 'arithmetic-for':
      return runArithmeticFor(shell, command, (word) => workOut(shell, word));
    case 'case':
      return runCase(shell, command);
    case 'arithmetic':
      shell.status = await runArithmetic(shell, command.expression);
      return undefined;
    case 'conditional':
      await runTrap(shell, 'DEBUG');
      shell.status = await testCondition(shell, command.condition);
      return undefined;
    case 'function':
      shell.functions.set(command.name, { definition: command, source: shell.source });
      shell.status = 0;
      return undefined;
    default:
      return assertNever(command);
  }
}

async function loopWords(shell: Shell, words: readonly Word[] | undefined): Promise<string[]> {
  return words === undefined ? [...shell.positional] : expandWords(shell, words);
}

async function runIf(
  shell: Shell,
  clauses: readonly Clause[],
  otherwise: Script | undefined,
): Promise<void> {
  for (const { condition, body } of clauses) {
    shell.ignoring++;
    try {
      await asking(shell, 'answer', () => shell.engine.runScript(shell, condition));
    } finally {
      shell.ignoring--;
    }
    if (shell.status === 0) return shell.engine.runScript(shell, body);
  }
  shell.status = 0;
  return otherwise === undefined ? undefined : shell.engine.runScript(shell, otherwise);
}

async function runCase(shell: Shell, command: Extract<Command, { kind: 'case' }>): Promise<void> {
  const text = await expandText(shell, command.word);
  await runTrap(shell, 'DEBUG');
  if (shell.has('xtrace')) await trace(shell, `case ${command.word.raw} in`);
  const options = {
    hasExtended: shell.features.has('extglob'),
    ignoresCase: shell.features.has('nocasematch'),
  };
  let runsNext = false;
  let ran = false;
  for (const { patterns, body, end } of command.items) {
    if (!runsNext && !(await matchesOne(shell, text, patterns, options))) continue;
    ran = true;
    if (body.statements.length === 0) shell.status = 0;
    await shell.engine.runScript(shell, body);
    if (end === ';;') return;
    runsNext = end === ';&';
  }
  if (!ran) shell.status = 0;
}

async function matchesOne(
  shell: Shell,
  text: string,
  patterns: readonly Word[],
  options: { hasExtended: boolean; ignoresCase: boolean },
): Promise<boolean> {
  for (const pattern of patterns) {
    if (globExpression(await expandPattern(shell, pattern), options).test(text)) return true;
  }
  return false;
}

/** `((...))`: succeeds when the result is not 0. */
async function runArithmetic(shell: Shell, expression: Word): Promise<number> {
  await runTrap(shell, 'DEBUG');
  const result = await workOut(shell, expression);
  return result === undefined || result === 0n ? 1 : 0;
}

/** Works out an expression of `((...))`; undefined, with a complaint, when that can't be done. */
async function workOut(shell: Shell, expression: Word): Promise<bigint | undefined> {
  const text = await expandText(shell, expression, 'document');
  await trace(shell, `(( ${text} ))`);
  try {
    return evaluate(text, shell.variables.arithmetic);
  } catch (error) {
    if (!(error instanceof ArithmeticProblem)) throw error;
    await shell.complain(`((: ${error.message}`);
    return undefined;
  }
}
