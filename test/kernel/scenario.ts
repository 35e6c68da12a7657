import { readdirSync, readFileSync } from 'node:fs';
import { readAbout } from '../scenarios/about.js';
import { parseQuestions, splitCommands, type Question } from './question.js';

/** A set-up, what is asked of it, and what the kernel answered. */
export interface Scenario {
  readonly name: string;
  /** The Bash script that makes the host. */
  readonly setup: string;
  /** The script's commands one by one, then everything that is asked. */
  readonly questions: readonly Question[];
  /** The file that keeps what the kernel answered. */
  readonly recording: URL;
  /** It needs the kernel of `test/kernel/vm`. */
  readonly needsVm: boolean;
}

const SCENARIOS = new URL('../scenarios/', import.meta.url);
/** Scripts as people write them, each one command to what asks. */
const SCRIPTS = new URL('../scripts/', import.meta.url);
const GOLDEN = new URL('../golden/', import.meta.url);

/** Every scenario of the project: the founding example, then the real set-ups by name, then the scripts that are run whole. */
export function readScenarios(): Scenario[] {
  const names = readdirSync(SCENARIOS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
  return [
    readScenario('founding', new URL('founding.', GOLDEN)),
    ...names.map((name) => ({
      ...readScenario(name, new URL(`${name}/`, SCENARIOS)),
      needsVm: readAbout(name).kernel === 'vm',
    })),
    ...scriptNames().map((name) => readScenario(name, new URL(`${name}.`, SCRIPTS), asOne)),
  ];
}

function scriptNames(): string[] {
  const names = readdirSync(SCRIPTS).flatMap((file) => /^(.*)\.setup\.sh$/.exec(file)?.[1] ?? []);
  return names.toSorted();
}

/** A script with loops, functions and variables can't be taken apart. */
function asOne(setup: string): string[] {
  return [setup.trimEnd()];
}

function readScenario(name: string, prefix: URL, split = splitCommands): Scenario {
  const file = (suffix: string): URL => new URL(`${prefix.href}${suffix}`);
  const setup = readFileSync(file('setup.sh'), 'utf8');
  const commands = split(setup).map((run): Question => ({ kind: 'run', run }));
  const asked = parseQuestions(readFileSync(file('packets.jsonl'), 'utf8'));
  return {
    name,
    setup,
    questions: [...commands, ...asked],
    recording: file('expected.jsonl'),
    needsVm: false,
  };
}
