import { readFileSync } from 'node:fs';
import { Map } from 'immutable';
import { COMMANDS } from '../../src/command/commands.js';
import type { CommandResult } from '../../src/command/command.js';
import { filesOfMachine, withInput } from '../../src/command/command-files.js';
import type { Machine } from '../../src/machine/machine.js';
import { ROOT_NAMESPACE } from '../../src/machine/machine.js';
import { newMachine } from '../../src/machine/new-machine.js';

/** One command of a session, and what the real tool answered. Recorded by record-session.py. */
export interface SessionStep {
  readonly argv: readonly string[];
  readonly stdin?: string;
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Commands that were run one after the other in a fresh network namespace. */
export interface Session {
  readonly files: Readonly<Record<string, string>>;
  readonly steps: readonly SessionStep[];
}

/** Reads a session of the folder beside this file. */
export function readSession(name: string): Session {
  const path = new URL(`sessions/${name}.jsonl`, import.meta.url);
  const [header, ...steps] = readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  const { files } = header as Pick<Session, 'files'>;
  return { files, steps: steps as readonly SessionStep[] };
}

/** Runs a command on a simulated machine. */
export function runCommand(
  machine: Machine,
  argv: readonly string[],
  stdin = '',
  files: Session['files'] = {},
): CommandResult {
  const [name = '', ...rest] = argv;
  const command = COMMANDS.get(name);
  if (command === undefined) throw new Error(`no command ${name}`);
  const readStdin = (): string => stdin;
  const found = withInput(
    filesOfMachine(machine.files, (path) => files[path]),
    readStdin,
  );
  return command({ machine, namespace: ROOT_NAMESPACE, argv: rest, readStdin, files: found });
}

/** Runs the commands of a session on a simulated machine; gives its answers in the form of the recorded ones. */
export function replaySession({ files, steps }: Session): readonly SessionStep[] {
  let machine = newMachine().set('files', Map(files));
  return steps.map(({ argv, stdin }) => {
    const result = runCommand(machine, argv, stdin, files);
    machine = result.machine;
    const { exit, stdout, stderr } = result;
    return { argv, ...(stdin === undefined ? {} : { stdin }), exit, stdout, stderr };
  });
}
