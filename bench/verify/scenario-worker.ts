/** Asks every question of one scenario in a process of its own, first and again; a line of JSON for each that ended. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { programOf } from '../../src/evaluate/program-of.js';
import { Host } from '../../src/host/host.js';
import { run } from '../../src/shell/run.js';
import { classes } from '../../src/verify/ask/classes.js';
import { diff } from '../../src/verify/ask/diff.js';
import { packetSet } from '../../src/verify/packets/packet-set.js';
import { prove } from '../../src/verify/ask/prove.js';
import { millisecondsOf } from '../core/take-turns.js';

/** What one question took. */
export interface ScenarioTimes {
  readonly question: string;
  readonly first: number;
  readonly again: number;
}

const IPV4 = { family: 4 } as const;
const ANY = { connections: 'any' } as const;

/** What is asked; `after` is the scenario with its first planted fault. */
const QUESTIONS: Readonly<Record<string, (before: Host, after: Host) => void>> = {
  prove: (before) => void prove(before).every(packetSet()).leaves(),
  classes: (before) => void classes(before, IPV4),
  diff: (before, after) => void diff(before, after, IPV4),
  'prove, any connection': (before) => void prove(before, ANY).every(packetSet()).leaves(),
  'classes, any connection': (before) => void classes(before, { ...IPV4, ...ANY }),
  'diff, any connection': (before, after) => void diff(before, after, { ...IPV4, ...ANY }),
};

const scenario = process.argv[2] ?? '';
const setUp = readFileSync(`${scenario}/setup.sh`, 'utf8');
const before = await hostOf(setUp);
const after = await hostOf(withFault(setUp, `${scenario}/broken`));
for (const host of [before, after]) programOf(host.namespace, 4);
for (const [question, ask] of Object.entries(QUESTIONS)) {
  const once = (): number =>
    millisecondsOf(() => {
      ask(before, after);
    });
  const times: ScenarioTimes = { question, first: once(), again: once() };
  console.log(JSON.stringify(times));
}

/** A script with the first of the faults in a folder; as it is when there is none. */
function withFault(script: string, folder: string): string {
  const [first] = existsSync(folder) ? readdirSync(folder).toSorted() : [];
  if (first === undefined) return script;
  const text = readFileSync(`${folder}/${first}/fault.json`, 'utf8');
  const fault: unknown = JSON.parse(text);
  if (!isFault(fault)) throw new TypeError(`${folder}/${first}: no edits`);
  return fault.edits.reduce(
    (broken, edit) => broken.replace(edit.line, () => edit.with.join('\n')),
    script,
  );
}

function isFault(value: unknown): value is { readonly edits: readonly Edit[] } {
  return typeof value === 'object' && value !== null && 'edits' in value;
}

interface Edit {
  readonly line: string;
  readonly with: readonly string[];
}

async function hostOf(script: string): Promise<Host> {
  const { machine } = await run(script, { name: 'setup.sh' });
  return Host.fromMachine(machine);
}
