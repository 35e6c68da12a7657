import type { BashUnsimulated } from '../unsimulated.js';
import type { Operand, Shell } from '../execute/shell.js';

/** One call of a builtin. */
export interface BuiltinCall {
  readonly shell: Shell;
  readonly name: string;
  /** The words behind the name. */
  readonly argv: readonly string[];
  /** The same for `declare` and its kin, with assignments as they are written. */
  readonly operands: readonly Operand[];
}

/** A command that is part of the shell. Its status is the answer. */
export type Builtin = (call: BuiltinCall) => number | Promise<number>;

/** Writes to standard output. A builtin whose output is refused complains and fails. */
export async function print({ shell, name }: BuiltinCall, text: string): Promise<number> {
  const refused = await shell.write(1, text);
  if (refused === undefined) return 0;
  await shell.complain(`${name}: write error: ${refused}`);
  return 1;
}

/** Fails with a complaint in the builtin's name. */
export async function fail(
  { shell, name }: BuiltinCall,
  words: string,
  status = 1,
): Promise<number> {
  await shell.complain(`${name}: ${words}`);
  return status;
}

/** Fails with a builtin's usage behind a complaint. */
export async function failWithUsage(
  call: BuiltinCall,
  words: string,
  usage: string,
): Promise<number> {
  await fail(call, words);
  await call.shell.write(2, `${call.name}: usage: ${usage}\n`);
  return 2;
}

/** Refuses by name what Bash has and this shell has not. */
export async function refuseMissing(
  { shell }: BuiltinCall,
  what: BashUnsimulated,
): Promise<number> {
  const { stderr, exit } = shell.world.refuse(what, shell.place);
  await shell.write(2, stderr);
  return exit;
}

/** Whether a word can be a variable's name. */
export function isName(word: string): boolean {
  return /^[A-Za-z_]\w*$/.test(word);
}
