import { evaluate } from '../arithmetic/evaluate.js';
import { ArithmeticProblem } from '../arithmetic/expression.js';
import { readLine } from '../execute/input.js';
import { fail, failWithUsage, print, refuseMissing, type Builtin } from './builtin.js';
import { readOptions } from './options.js';
import { singleQuote } from '../expand/quote.js';

/** `let EXPRESSION...` */
export const letBuiltin: Builtin = async (call) => {
  const { shell, argv } = call;
  if (argv.length === 0) return fail(call, 'expression expected');
  let result = 0n;
  for (const text of argv) {
    try {
      result = evaluate(text, shell.variables.arithmetic);
    } catch (error) {
      if (!(error instanceof ArithmeticProblem)) throw error;
      return fail(call, error.message);
    }
  }
  return result === 0n ? 1 : 0;
};

const MAPFILE_USAGE =
  '[-d delim] [-n count] [-O origin] [-s count] [-t] [-u fd] [-C callback] [-c quantum] [array]';

/** `mapfile [-d DELIMITER] [-n COUNT] [-O ORIGIN] [-s COUNT] [-t] [-u FD] [NAME]` */
export const mapfile: Builtin = async (call) => {
  const { shell } = call;
  const { letters, rest, wrong } = readOptions(call.argv, 'd:n:O:s:tu:C:c:');
  if (wrong !== undefined) {
    return failWithUsage(call, `${wrong.option}: invalid option`, `${call.name} ${MAPFILE_USAGE}`);
  }
  if (letters.has('C'))
    return refuseMissing(call, call.name === 'readarray' ? 'readarray -C' : 'mapfile -C');
  const name = rest[0] ?? 'MAPFILE';
  const fd = Number(letters.get('u') ?? 0);
  const file = shell.files.get(fd);
  if (file === undefined) return fail(call, `${fd}: invalid file descriptor: Bad file descriptor`);
  const delimiter = (letters.get('d') ?? '\n').charAt(0) || '\0';
  const most = Number(letters.get('n') ?? 0) || Infinity;
  const origin = Number(letters.get('O') ?? 0);
  let skipped = Number(letters.get('s') ?? 0);
  if (!letters.has('O')) shell.variables.beginList(name, 'indexed', false);
  for (let count = 0; count < most && file.peek() !== '';) {
    const { line, isWhole } = readLine(file, delimiter);
    if (skipped-- > 0) continue;
    const text = letters.has('t') || !isWhole ? line : line + delimiter;
    shell.variables.set(name, text, { subscript: `${origin + count}` });
    count++;
  }
  return 0;
};

/** `alias [-p] [NAME[=VALUE]...]`: kept and shown; a script doesn't use them (bash(1), ALIASES). */
export const alias: Builtin = async (call) => {
  const { aliases } = call.shell;
  const words = call.argv[0] === '-p' ? call.argv.slice(1) : call.argv;
  const show = (name: string): string => `alias ${name}=${singleQuote(aliases.get(name) ?? '')}\n`;
  if (words.length === 0) return print(call, [...aliases.keys()].toSorted().map(show).join(''));
  let status = 0;
  for (const word of words) {
    const at = word.indexOf('=');
    if (at > 0) aliases.set(word.slice(0, at), word.slice(at + 1));
    else if (aliases.has(word)) await print(call, show(word));
    else status = await fail(call, `${word}: not found`);
  }
  return status;
};

/** `unalias [-a] NAME...` */
export const unalias: Builtin = async (call) => {
  const { aliases } = call.shell;
  if (call.argv[0] === '-a') aliases.clear();
  let status = 0;
  for (const word of call.argv.filter((one) => one !== '-a')) {
    if (!aliases.delete(word)) status = await fail(call, `${word}: not found`);
  }
  return status;
};

/** `caller [LEVEL]` */
export const caller: Builtin = async (call) => {
  const { frames, name } = call.shell;
  const [word] = call.argv;
  const level = Number(word ?? 0);
  const frame = frames.at(-1 - level);
  if (frame === undefined) return word === undefined ? print(call, '0 NULL\n') : 1;
  const outer = frames.at(-2 - level);
  const source = outer?.source ?? name;
  if (word === undefined) return print(call, `${frame.line} ${source}\n`);
  return print(call, `${frame.line} ${outer?.name ?? 'main'} ${source}\n`);
};
