import { readdirSync, readFileSync } from 'node:fs';
import { parseQuestions, splitCommands, type Question } from '../kernel/question.js';
import { readAbout } from './about.js';
import { KINDS, type Kind } from './fault-kinds.js';

/** A change of one line of a set-up: the line as it stands there once, and the lines that stand there instead. */
export interface Edit {
  readonly line: string;
  readonly with: readonly string[];
}

/** What is wrong with a variant, as `fault.json` keeps it. */
export interface Fault {
  readonly kind: Kind;
  /** What was done wrong, in one sentence. */
  readonly fault: string;
  /** How the sound set-up becomes the broken one. */
  readonly edits: readonly Edit[];
  /** The line of the broken set-up that a user should be sent to; it stands there once. */
  readonly at: string;
  /** What a user should be told. */
  readonly advice: string;
  /** Lint has no check that finds it. */
  readonly unlinted?: true;
}

/** A real set-up with one fault planted in it. */
export interface Variant extends Fault {
  /** `SCENARIO/FAULT`. */
  readonly name: string;
  /** The scripts without and with the fault. */
  readonly setups: Readonly<Record<Side, string>>;
  /** Number of the line at fault in the broken script, from 1. */
  readonly lineNumber: number;
  /** What is asked of both hosts after their scripts. */
  readonly questions: readonly Question[];
  /** The file that keeps what the kernel answered. */
  readonly recording: URL;
  /** It needs the kernel of `test/kernel/vm`. */
  readonly needsVm: boolean;
}

/** The set-up as it should be, and with the fault. */
export type Side = 'sound' | 'broken';

const SCENARIOS = new URL('./', import.meta.url);

/** Every broken variant, by scenario and name. */
export function readVariants(): Variant[] {
  return foldersOf(SCENARIOS).flatMap((scenario) => {
    const folder = new URL(`${scenario}/`, SCENARIOS);
    const sound = readFileSync(new URL('setup.sh', folder), 'utf8');
    if (!foldersOf(folder).includes('broken')) return [];
    const broken = new URL('broken/', folder);
    return foldersOf(broken).map((name) =>
      readVariant(`${scenario}/${name}`, sound, new URL(`${name}/`, broken)),
    );
  });
}

/** The names of the folders in a folder, in order. */
export function foldersOf(folder: URL): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
}

function readVariant(name: string, sound: string, folder: URL): Variant {
  const fault: Fault = JSON.parse(readFileSync(new URL('fault.json', folder), 'utf8'));
  if (!(fault.kind in KINDS)) throw new Error(`${name}: no kind of fault is called ${fault.kind}`);
  const broken = fault.edits.reduce((script, edit) => applyEdit(name, script, edit), sound);
  return {
    ...fault,
    name,
    setups: { sound, broken },
    lineNumber: onlyLine(name, broken.split('\n'), fault.at) + 1,
    questions: parseQuestions(readFileSync(new URL('packets.jsonl', folder), 'utf8')),
    recording: new URL('expected.jsonl', folder),
    needsVm: readAbout(name.split('/')[0] ?? name).kernel === 'vm',
  };
}

function applyEdit(name: string, script: string, { line, with: lines }: Edit): string {
  const before = script.split('\n');
  return before.toSpliced(onlyLine(name, before, line), 1, ...lines).join('\n');
}

function onlyLine(name: string, lines: readonly string[], line: string): number {
  const at = lines.indexOf(line);
  if (at < 0 || lines.includes(line, at + 1))
    throw new Error(`${name}: not one line reads ${line}`);
  return at;
}

/** The commands of a set-up, then what is asked. */
export function questionsOf({ setups, questions }: Variant, side: Side): Question[] {
  const commands = splitCommands(setups[side]).map((run): Question => ({ kind: 'run', run }));
  return [...commands, ...questions];
}
