import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { programOf } from '../../src/host/program-of.js';
import { Host } from '../../src/host/host.js';
import { run } from '../../src/shell/run.js';
import { classes } from '../../src/verify/classes.js';
import { diff } from '../../src/verify/diff.js';
import { packetSet } from '../../src/verify/packet-set.js';
import { prove } from '../../src/verify/prove.js';
import type { BenchGroup, BenchRow, BenchSettings } from '../core/suite.js';
import { millisecondsOf } from '../core/take-turns.js';

const ROOT = 'test/scenarios';
const IPV4 = { family: 4 } as const;
const ANY = { connections: 'any' } as const;

/** What is asked of every scenario; `after` is the one with its first planted fault. */
const QUESTIONS: Readonly<Record<string, (before: Host, after: Host) => void>> = {
  classes: (before) => void classes(before, IPV4),
  diff: (before, after) => void diff(before, after, IPV4),
  prove: (before) => void prove(before).every(packetSet()).leaves(),
  'prove, any connection': (before) => void prove(before, ANY).every(packetSet()).leaves(),
};

/**
 * The scenarios, one after the other in one process: each question first of a host that was never asked, then again. A row is a question,
 * its samples are the scenarios; a second group has every scenario by name.
 */
export async function scenarioGroups({ mode, log }: BenchSettings): Promise<readonly BenchGroup[]> {
  const folders = readdirSync(ROOT, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const names = folders.map(({ name }) => name).slice(0, mode === 'smoke' ? 2 : folders.length);
  const first = new Map(Object.keys(QUESTIONS).map((question) => [question, new Array<number>()]));
  const again = new Map(Object.keys(QUESTIONS).map((question) => [question, new Array<number>()]));
  const byName: BenchRow[] = [];
  log(`${names.length} scenarios`);
  for (const name of names) {
    const script = readFileSync(`${ROOT}/${name}/setup.sh`, 'utf8');
    const before = await hostOf(script);
    const after = await hostOf(withFault(script, `${ROOT}/${name}/broken`));
    for (const host of [before, after]) programOf(host.namespace, 4);
    for (const [question, ask] of Object.entries(QUESTIONS)) {
      for (const samples of [first.get(question), again.get(question)]) {
        const sample = millisecondsOf(() => {
          ask(before, after);
        });
        samples?.push(sample);
      }
      if (question === 'classes' || question === 'diff') {
        byName.push({
          name: `${name}, ${question}`,
          samples: [again.get(question)?.at(-1) ?? Number.NaN],
        });
      }
    }
  }
  const rows = Object.keys(QUESTIONS).flatMap((question): BenchRow[] => {
    const [fresh, warm] = [first.get(question) ?? [], again.get(question) ?? []];
    return [
      { name: `${question}, first`, samples: fresh },
      { name: `${question}, again`, samples: warm },
      { name: `${question}, the slowest`, samples: [Math.max(...warm)] },
    ];
  });
  return [
    { title: `All ${names.length} scenarios`, unit: 'ms', better: 'lower', rows },
    { title: 'Each scenario, again', unit: 'ms', better: 'lower', rows: byName },
  ];
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
