import { parseScript } from './parse/parse-script.js';
import { quotedWord } from './syntax/word.js';
import type { Command, Script } from './syntax/script.js';
import { ENGINE } from './execute/engine.js';
import { makeShell, runMain, runParsed } from './execute/run-bash.js';
import { reportProblem } from './execute/report-problem.js';
import type { BashStart } from './execute/shell.js';

/** Runs the text of a script to its end. Its name and arguments are `start.argv`. The answer is its status. */
export function runScriptText(start: BashStart, text: string): Promise<number> {
  const shell = makeShell(start, ENGINE);
  shell.positional = start.argv.slice(1);
  return runMain(shell, text);
}

/** Runs the text of one command with more words at its end, as a program does that is to run another. */
export async function runCommandText(
  start: BashStart,
  text: string,
  words: readonly string[],
): Promise<number> {
  const shell = makeShell(start, ENGINE);
  try {
    const script = withWords(parseScript(text), words);
    return await start.world.nest('shells', () => runParsed(shell, script));
  } catch (error) {
    return reportProblem(shell, error, shell.name);
  }
}

function withWords(script: Script, words: readonly string[]): Script {
  const [statement] = script.statements;
  const [item] = statement?.items ?? [];
  const [command] = item?.pipeline.commands ?? [];
  if (words.length === 0 || statement === undefined || item === undefined) return script;
  if (command?.kind !== 'simple') return script;
  const longer: Command = { ...command, words: [...command.words, ...words.map(quotedWord)] };
  const pipeline = { ...item.pipeline, commands: [longer, ...item.pipeline.commands.slice(1)] };
  const first = { ...statement, items: [{ ...item, pipeline }, ...statement.items.slice(1)] };
  return { statements: [first, ...script.statements.slice(1)] };
}
