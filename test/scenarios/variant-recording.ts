import { readFileSync, writeFileSync } from 'node:fs';
import type { Answer } from '../kernel/recording.js';
import { printQuestion } from '../kernel/question.js';
import type { Side, Variant } from './variant.js';

/** What the kernel answered to one question, without and with the fault. */
export type Answers = Readonly<Record<Side, Answer>>;

/** What the kernel answered to everything that is asked of a variant. */
export interface VariantRecording {
  /** Of the kernel and its tools. */
  readonly versions: Readonly<Record<string, string>>;
  /** One pair per question, in order. */
  readonly answers: readonly Answers[];
}

/** Writes a recording over the one before: the versions, then one question with both answers a line. */
export function writeVariantRecording(
  { questions, recording }: Variant,
  { versions, answers }: VariantRecording,
): void {
  const lines = answers.map((pair, at) => {
    const question = questions[at];
    return { asked: question && JSON.parse(printQuestion(question)), ...pair };
  });
  const text = [{ recorded: versions }, ...lines].map((line) => `${JSON.stringify(line)}\n`);
  writeFileSync(recording, text.join(''));
}

/** Reads what `writeVariantRecording` wrote; throws where it was made of other questions. */
export function readVariantRecording({ name, questions, recording }: Variant): VariantRecording {
  const [first = '{}', ...lines] = readFileSync(recording, 'utf8').trimEnd().split('\n');
  const read = lines.map((line): Answers & { asked: object } => JSON.parse(line));
  const asked = read.map((line) => JSON.stringify(line.asked));
  if (asked.join('\n') !== questions.map(printQuestion).join('\n'))
    throw new Error(`${name}: recorded of other questions`);
  return {
    versions: JSON.parse(first).recorded,
    answers: read.map(({ sound, broken }) => ({ sound, broken })),
  };
}
