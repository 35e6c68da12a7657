import { AssignmentProblem } from '../variable/assignment-problem.js';
import { fail, failWithUsage, isName, type Builtin, type BuiltinCall } from './builtin.js';
import { readOptions } from './options.js';

/** `unset [-f] [-v] [-n] NAME...` */
export const unset: Builtin = async (call) => {
  const { letters, rest, wrong } = readOptions(call.argv, 'fvn');
  if (wrong !== undefined) {
    return failWithUsage(
      call,
      `${wrong.option}: invalid option`,
      'unset [-f] [-v] [-n] [name ...]',
    );
  }
  let status = 0;
  for (const word of rest) {
    try {
      status = (await unsetOne(call, letters, word)) || status;
    } catch (error) {
      if (!(error instanceof AssignmentProblem)) throw error;
      status = await fail(call, error.message);
    }
  }
  return status;
};

async function unsetOne(
  call: BuiltinCall,
  letters: ReadonlyMap<string, string>,
  word: string,
): Promise<number> {
  const { shell } = call;
  if (letters.has('f')) {
    shell.functions.delete(word);
    shell.exportedFunctions.delete(word);
    return 0;
  }
  const [, base = word, subscript] = /^(\w+)\[(.+)\]$/s.exec(word) ?? [];
  if (!isName(base)) {
    if (letters.has('v')) return fail(call, `\`${word}': not a valid identifier`);
    shell.functions.delete(word);
    return 0;
  }
  const name = letters.has('n') ? base : shell.variables.follow(base).name;
  if (subscript !== undefined && subscript !== '@' && subscript !== '*') {
    if (shell.variables.find(name) !== undefined) shell.variables.unsetElement(name, subscript);
    return 0;
  }
  const isVariable = shell.variables.find(name) !== undefined || shell.variables.dynamic.has(name);
  // Without an option, a function goes when there is no variable of the name.
  if (isVariable || letters.has('v')) shell.variables.unset(name);
  else shell.functions.delete(name);
  return 0;
}
