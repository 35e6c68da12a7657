import { assertNever } from '../../assert-never.js';
import { evaluate } from '../arithmetic/evaluate.js';
import { ArithmeticProblem } from '../arithmetic/expression.js';
import { expandExpression, expandPattern, expandShown, expandText } from '../expand/expand-word.js';
import { globExpression } from '../pattern/glob.js';
import { findExpression } from '../pattern/regular-expression.js';
import type { Condition } from '../syntax/script.js';
import { compareFiles, testUnary } from './file-test.js';
import type { Shell } from './shell.js';
import { trace } from './trace.js';

/** The status of `[[ ... ]]`: 0 when it holds, 1 when not, 2 when it can't be worked out. */
export async function testCondition(shell: Shell, condition: Condition): Promise<number> {
  switch (condition.kind) {
    case 'not': {
      const status = await testCondition(shell, condition.inner);
      return status > 1 ? status : 1 - status;
    }
    case 'and': {
      const status = await testCondition(shell, condition.left);
      return status === 0 ? testCondition(shell, condition.right) : status;
    }
    case 'or': {
      const status = await testCondition(shell, condition.left);
      return status === 1 ? testCondition(shell, condition.right) : status;
    }
    case 'unary': {
      const text = await expandText(shell, condition.word);
      await trace(shell, `[[ ${condition.operator} ${shown(text)} ]]`);
      return (await testUnary(shell, condition.operator, text)) ? 0 : 1;
    }
    case 'binary':
      return testBinary(shell, condition);
    default:
      return assertNever(condition);
  }
}

/** A word as `set -x` prints it in a test. */
function shown(text: string): string {
  return text === '' ? "''" : text;
}

async function testBinary(
  shell: Shell,
  { operator, left, right }: Extract<Condition, { kind: 'binary' }>,
): Promise<number> {
  const text = await expandText(shell, left);
  const ignoresCase = shell.features.has('nocasematch');
  const show = (other: string): Promise<void> =>
    trace(shell, `[[ ${shown(text)} ${operator} ${shown(other)} ]]`);
  switch (operator) {
    case '==':
    case '=':
    case '!=': {
      const pattern = await expandPattern(shell, right);
      if (shell.has('xtrace')) await show(await expandShown(shell, right));
      // In this place, extended patterns are always there.
      const matches = globExpression(pattern, { hasExtended: true, ignoresCase }).test(text);
      return matches === (operator !== '!=') ? 0 : 1;
    }
    case '=~': {
      const source = await expandExpression(shell, right);
      await show(source);
      return matchExpression(shell, text, source, ignoresCase);
    }
    case '<':
    case '>': {
      const other = await expandText(shell, right);
      await show(other);
      return (operator === '<' ? text < other : text > other) ? 0 : 1;
    }
    case '-nt':
    case '-ot':
    case '-ef':
      return (await compareFiles(shell, operator, text, await expandText(shell, right))) ? 0 : 1;
    default: {
      const other = await expandText(shell, right);
      await show(other);
      return compareNumbers(shell, operator, text, other);
    }
  }
}

async function matchExpression(
  shell: Shell,
  text: string,
  source: string,
  ignoresCase: boolean,
): Promise<number> {
  const finding = findExpression(source, text, ignoresCase);
  switch (finding.kind) {
    case 'found':
      shell.variables.setList('BASH_REMATCH', finding.groups);
      return 0;
    case 'nothing':
      shell.variables.setList('BASH_REMATCH', []);
      return 1;
    case 'invalid':
      return 2;
    case 'refused': {
      const { stderr, exit } = shell.world.refuse(finding.what, shell.place);
      await shell.write(2, stderr);
      return exit;
    }
    default:
      return assertNever(finding);
  }
}

async function compareNumbers(
  shell: Shell,
  operator: string,
  left: string,
  right: string,
): Promise<number> {
  try {
    const one = evaluate(left, shell.variables.arithmetic);
    return compare(operator, one, evaluate(right, shell.variables.arithmetic)) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof ArithmeticProblem)) throw error;
    await shell.complain(`[[: ${error.message}`);
    return 1;
  }
}

/** Compares two numbers by an operator of `test`. */
export function compare(operator: string, left: bigint, right: bigint): boolean {
  switch (operator) {
    case '-eq':
      return left === right;
    case '-ne':
      return left !== right;
    case '-lt':
      return left < right;
    case '-le':
      return left <= right;
    case '-gt':
      return left > right;
    case '-ge':
      return left >= right;
    default:
      throw new RangeError(`operator: ${operator} compares no numbers`);
  }
}
