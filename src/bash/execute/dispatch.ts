import { BUILTINS } from '../builtin/builtins.js';
import { callFunction } from './call-function.js';
import { runProgram } from './run-program.js';
import type { Operand, Shell } from './shell.js';

/** Runs what the first word names: a function, a builtin, or a program. Its status is the answer. */
export async function dispatch(
  shell: Shell,
  words: readonly Operand[],
  { skipsFunctions }: { readonly skipsFunctions: boolean },
): Promise<number> {
  const [name, ...operands] = words;
  if (typeof name !== 'string') return 0;
  shell.presumed = undefined;
  const defined = skipsFunctions ? undefined : shell.functions.get(name);
  if (defined !== undefined) return callFunction(shell, name, defined, texts(operands));
  const builtin = BUILTINS.get(name);
  if (builtin !== undefined && !shell.disabled.has(name)) {
    return builtin({ shell, name, operands, argv: texts(operands) });
  }
  return runProgram(shell, name, texts(operands));
}

function texts(operands: readonly Operand[]): string[] {
  return operands.map((operand) => (typeof operand === 'string' ? operand : operand.raw));
}
