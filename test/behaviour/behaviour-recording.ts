import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Answer } from '../kernel/recording.js';
import { questionsOf, type Behaviour, type Chapter } from './behaviour.js';
import { printQuestion } from '../kernel/question.js';

/** One line of a recording: what was asked and what the kernel answered. */
interface Line {
  readonly asked: readonly string[];
  readonly answers: readonly Answer[];
}

/** What the kernel answered to each behaviour of a chapter, by what was asked. */
export class BehaviourRecording {
  readonly #lines: readonly Line[];

  constructor({ recording }: Chapter) {
    const text = existsSync(recording) ? readFileSync(recording, 'utf8') : '';
    this.#lines = text
      .split('\n')
      .slice(1, -1)
      .map((line): Line => JSON.parse(line));
  }

  /** The answers to what shows a behaviour; throws when it was never recorded. */
  answersTo(behaviour: Behaviour): readonly Answer[] {
    const asked = askedOf(behaviour).join('\n');
    const line = this.#lines.find((recorded) => recorded.asked.join('\n') === asked);
    if (line === undefined) throw new Error(`not recorded: ${behaviour.does}`);
    return line.answers;
  }
}

/** Writes a chapter's recording over the one before: the versions, then one behaviour a line. */
export function writeBehaviourRecording(
  { recording, behaviours }: Chapter,
  versions: Readonly<Record<string, string>>,
  answers: readonly (readonly Answer[])[],
): void {
  const lines = behaviours.map((behaviour, at) => ({
    asked: askedOf(behaviour),
    answers: answers[at],
  }));
  const text = [{ recorded: versions }, ...lines].map((line) => `${JSON.stringify(line)}\n`);
  writeFileSync(recording, text.join(''));
}

function askedOf(behaviour: Behaviour): string[] {
  return questionsOf(behaviour).map(printQuestion);
}
