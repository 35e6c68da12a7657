import { readdirSync, readFileSync } from 'node:fs';
import { splitCommands, type PacketLine, type Listen, type Question } from '../kernel/question.js';

/** How the simulator stands to a behaviour of Linux. */
export type State = 'simulated' | 'refused' | 'differs';

/** One behaviour of Linux and what shows it. */
export interface Behaviour {
  /** What Linux does, in one sentence. */
  readonly does: string;
  readonly state: State;
  /** Why it differs, or the name by which it is refused; absent when it is simulated. */
  readonly but?: string;
  /** Commands (text) and packets, in order, on the host that `lab.sh` makes. */
  readonly shown: readonly (string | PacketLine | { readonly listen: Listen })[];
  /** Other tests of it: `PATH › NAME`. */
  readonly tests?: readonly string[];
}

/** Behaviours that belong together. */
export interface Chapter {
  readonly title: string;
  readonly behaviours: readonly Behaviour[];
  /** The file that lists them. */
  readonly file: string;
  /** The file that keeps what the kernel answered. */
  readonly recording: URL;
}

const FOLDER = new URL('./', import.meta.url);

/** The chapters in order. */
export function readChapters(): Chapter[] {
  const folder = new URL('chapters/', FOLDER);
  return readdirSync(folder)
    .toSorted()
    .map((file) => {
      const [head = '{}', ...lines] = readFileSync(new URL(file, folder), 'utf8')
        .trimEnd()
        .split('\n');
      return {
        title: JSON.parse(head).title,
        behaviours: lines.map((line): Behaviour => JSON.parse(line)),
        file,
        recording: new URL(`recorded/${file}`, FOLDER),
      };
    });
}

/** The commands that make the host. */
export const LAB: readonly Question[] = splitCommands(
  readFileSync(new URL('lab.sh', FOLDER), 'utf8'),
).map((run) => ({ kind: 'run', run }));

/** What is asked to show a behaviour, after the commands that make the host. */
export function questionsOf({ shown }: Behaviour): Question[] {
  return shown.map((line) => {
    if (typeof line === 'string') return { kind: 'run', run: line };
    return 'listen' in line
      ? { kind: 'listen', listen: line.listen }
      : { kind: 'packet', packet: line };
  });
}
