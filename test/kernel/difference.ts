import { printQuestion, type Question } from './question.js';
import type { Answer } from './recording.js';
import type { Ran } from './world.js';

/** One field in which two answers to the same question differ. */
export interface Difference {
  readonly field: string;
  readonly kernel: unknown;
  readonly other: unknown;
}

/** The differences at one line of a scenario. */
export interface LineDifference {
  /** Place of the question among the scenario's questions, from 1. */
  readonly line: number;
  readonly question: string;
  readonly difference: Difference;
}

/** Compares what a command did. */
export function compareRan(kernel: Ran, other: Ran): Difference[] {
  return compareFields(kernel, other);
}

/** Compares two plain values field by field; a missing field differs from any other. */
export function compareFields(kernel: unknown, other: unknown, field = ''): Difference[] {
  if (typeof kernel !== 'object' || typeof other !== 'object' || kernel === null || other === null)
    return Object.is(kernel, other) ? [] : [{ field, kernel, other }];
  const left = new Map(Object.entries(kernel));
  const right = new Map(Object.entries(other));
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((name) =>
    compareFields(left.get(name), right.get(name), field === '' ? name : `${field}.${name}`),
  );
}

/** Compares two lists of answers to the same questions; `compare` says how one pair differs. */
export function compareAnswers<Other>(
  questions: readonly Question[],
  kernel: readonly Answer[],
  others: readonly Other[],
  compare: (kernel: Answer, other: Other, question: Question) => Difference[],
): LineDifference[] {
  return questions.flatMap((question, at) => {
    const [answer, other] = [kernel[at], others[at]];
    const differences =
      answer === undefined || other === undefined
        ? compareFields(answer && 'answered', other && 'answered', 'answer')
        : compare(answer, other, question);
    return differences.map((difference) => ({
      line: at + 1,
      question: printQuestion(question),
      difference,
    }));
  });
}

/** The differences for a person to read, two lines each, long texts cut down to their first differing line. Empty when there are none. */
export function printDifferences(
  title: string,
  otherName: string,
  differences: readonly LineDifference[],
): string {
  if (differences.length === 0) return '';
  const lines = new Set(differences.map(({ line }) => line));
  const shown = differences
    .slice(0, SHOWN)
    .map(
      ({ line, question, difference }) =>
        `  line ${line}  ${question}\n    ${printDifference(otherName, difference)}`,
    );
  const rest = differences.length - shown.length;
  const more = rest > 0 ? [`  and ${rest} more`] : [];
  return [`${title}: ${lines.size} lines differ`, ...shown, ...more].join('\n');
}

/** How many differences are reported; they tend to follow from the first ones. */
const SHOWN = 40;

/** One difference in one line. */
export function printDifference(otherName: string, { field, kernel, other }: Difference): string {
  const [left, right] = cutToDifference(kernel, other);
  return `${field}: kernel ${left}, ${otherName} ${right}`;
}

function cutToDifference(kernel: unknown, other: unknown): [string, string] {
  if (typeof kernel !== 'string' || typeof other !== 'string')
    return [JSON.stringify(kernel) ?? 'nothing', JSON.stringify(other) ?? 'nothing'];
  const [left, right] = [kernel.split('\n'), other.split('\n')];
  const at = left.findIndex((text, index) => text !== right[index]);
  const index = at < 0 ? left.length : at;
  return [quote(left[index]), quote(right[index])];
}

function quote(text: string | undefined): string {
  return text === undefined ? 'ends' : JSON.stringify(text);
}
