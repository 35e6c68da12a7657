import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { assertNever } from '../../src/assert-never.js';
import type { Question } from '../kernel/question.js';
import { BATCH_COMMAND } from '../kernel/question.js';
import type { Answer } from '../kernel/recording.js';

/** A script on which the simulator once differed from the kernel, and the kernel's answers. */
export interface RecordedDifference {
  /** What the difference was. */
  readonly note: string;
  /** Which kernel and tools answered. */
  readonly versions: Readonly<Record<string, string>>;
  readonly questions: readonly Question[];
  /** One per question, in order. */
  readonly answers: readonly Answer[];
}

const DIFFERENCES = new URL('differences/', import.meta.url);

/** Every difference that was ever kept: name and file of each. */
export function recordedDifferences(): { readonly name: string; readonly file: URL }[] {
  return readdirSync(DIFFERENCES)
    .toSorted()
    .map((name) => ({ name: name.replace(/\.jsonl$/, ''), file: differenceFile(name) }));
}

/** Where a difference of that name is kept. */
export function differenceFile(name: string): URL {
  return new URL(name.endsWith('.jsonl') ? name : `${name}.jsonl`, DIFFERENCES);
}

/** Reads what `writeDifference` wrote. */
export function readDifference(file: URL): RecordedDifference {
  const [head = '', ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  const { note, recorded } = JSON.parse(head);
  const pairs = lines.map((line): readonly [Question, Answer] => {
    const { run, batch, packet, followed, observed, listen, ...ran } = JSON.parse(line);
    if (followed !== undefined)
      return [
        { kind: 'followed', followed },
        { kind: 'packet', observed },
      ];
    if (packet !== undefined) return [{ kind: 'packet', packet }, { kind: 'packet', observed }];
    if (listen !== undefined) return [{ kind: 'listen', listen }, { kind: 'listen' }];
    return batch === undefined
      ? [
          { kind: 'run', run },
          { kind: 'run', run, ran },
        ]
      : [
          { kind: 'batch', batch },
          { kind: 'run', run: BATCH_COMMAND, ran },
        ];
  });
  return {
    note,
    versions: recorded,
    questions: pairs.map(([question]) => question),
    answers: pairs.map(([, answer]) => answer),
  };
}

/** Writes a difference over the one before: what it was and who answered, then each question with its answer, one JSON object a line. */
export function writeDifference(
  file: URL,
  { note, versions, questions, answers }: RecordedDifference,
): void {
  const lines = [
    { recorded: versions, note },
    ...questions.map((question, at) => ({
      ...question,
      kind: undefined,
      ...answerLine(answers[at]),
    })),
  ];
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

function answerLine(answer: Answer | undefined): object {
  if (answer === undefined) return {};
  switch (answer.kind) {
    case 'run':
      return answer.ran;
    case 'packet':
      return { observed: answer.observed };
    case 'listen':
      return {};
    default:
      return assertNever(answer);
  }
}
