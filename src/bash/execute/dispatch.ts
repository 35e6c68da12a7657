import { BUILTINS } from '../builtin/builtins.js';
import { ArithmeticProblem } from '../arithmetic/expression.js';
import { callFunction } from './call-function.js';
import { ExpansionProblem } from './leave.js';
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
    try {
      return await builtin({ shell, name, operands, argv: texts(operands) });
    } catch (error) {
      if (!(error instanceof ArithmeticProblem)) throw error;
      const prefix = error.isOfSubscript ? '' : `${name}: `;
      throw new ExpansionProblem(prefix + error.message);
    }
  }
  return runProgram(shell, name, texts(operands));
}

function texts(operands: readonly Operand[]): string[] {
  return operands.map((operand) => (typeof operand === 'string' ? operand : operand.raw));
}
