import { readdirSync, readFileSync } from 'node:fs';
import {
  IPTABLES_RULES,
  readGolden,
  RULE_STRINGS,
  selfTests,
  type Call,
  type IptablesRule,
  type RuleString,
} from '../../golden/golden.js';

const SESSIONS = new URL('../../command/sessions/', import.meta.url);
const DIFFERENCES = new URL('../../golden/differences/', import.meta.url);
const SCENARIOS = new URL('../../scenarios/', import.meta.url);
const SCRIPTS = new URL('../../scripts/', import.meta.url);
const DEVICES = new URL('../../devices/scripts/', import.meta.url);
const CAPTURES = new URL('../../replay/capture/recorded/', import.meta.url);

/** A line of a recording: a command as words or as text, its input, or a packet. */
interface RecordedLine {
  readonly argv?: readonly string[];
  readonly stdin?: string;
  readonly run?: string;
}

/** Commands that were recorded one after the other in one place. */
export type History = readonly (readonly string[])[];

/** The histories of commands among the project's own recordings, each as it was run on one machine. */
export const histories = once((): readonly History[] => [
  ...linesBelow(SESSIONS, /\.jsonl$/).map((lines) =>
    lines.flatMap(({ argv }) => (argv ? [argv] : [])),
  ),
  ...linesBelow(DIFFERENCES, /\.jsonl$/).map(runsOf),
  ...filesBelow(DEVICES, /\.txt$/).map((text) => text.trimEnd().split('\n').map(wordsOf)),
  ...selfTests().map(({ file }) => readGolden<Call>(file).lines.map(({ run }) => wordsOf(run))),
]);

/** Single commands: those of the histories, and those that are asked one by one. */
export const commands = once((): readonly (readonly string[])[] => [
  ...histories().flat(),
  ...readGolden<RuleString>(RULE_STRINGS).lines.map(({ family, args }) =>
    wordsOf(`ip -${family} rule add ${args}`),
  ),
  ...readGolden<IptablesRule>(IPTABLES_RULES).lines.flatMap(({ families, table, chains, rule }) =>
    families.map((family) =>
      wordsOf(
        `${family === 4 ? 'iptables' : 'ip6tables'} -t ${table} -A ${chains[0] ?? 'OUTPUT'} ${rule}`,
      ),
    ),
  ),
]);

/** Single commands of some tools. */
export function commandsOf(...tools: readonly string[]): readonly (readonly string[])[] {
  return commands().filter(([tool = '']) => tools.includes(tool));
}

/** What was given to commands of some tools as their standard input. */
export function inputsOf(...tools: readonly string[]): readonly string[] {
  return linesBelow(SESSIONS, /\.jsonl$/)
    .flat()
    .flatMap(({ argv, stdin }) =>
      stdin !== undefined && tools.includes(argv?.[0] ?? '') ? [stdin] : [],
    );
}

/** Whole set-up scripts. */
export const setUps = once((): readonly string[] => [
  ...filesBelow(SCENARIOS, /\/setup\.sh$/),
  ...filesBelow(SCRIPTS, /\.setup\.sh$/),
]);

/** Lines as `nexthop trace --packets` takes them. */
export const packetLines = once((): readonly string[] =>
  [...filesBelow(SCENARIOS, /packets\.jsonl$/), ...filesBelow(SCRIPTS, /packets\.jsonl$/)]
    .flatMap((text) => text.split('\n'))
    .filter((line) => line !== ''),
);

/** Captured files. */
export const captures = once((): readonly Uint8Array[] =>
  readdirSync(CAPTURES)
    .filter((name) => /\.pcap(ng)?$/.test(name))
    .map((name) => new Uint8Array(readFileSync(new URL(name, CAPTURES)))),
);

/** A command's words, as written without quotes but those around a whole word. */
function wordsOf(run: string): readonly string[] {
  return (run.match(/"[^"]*"|'[^']*'|\S+/g) ?? []).map((word) =>
    word.replaceAll(/^["']|["']$/g, ''),
  );
}

function runsOf(lines: readonly RecordedLine[]): History {
  return lines.flatMap(({ run }) =>
    run === undefined || run.includes('\n') ? [] : [wordsOf(run)],
  );
}

function linesBelow(folder: URL, names: RegExp): readonly (readonly RecordedLine[])[] {
  return filesBelow(folder, names).map((text) =>
    text
      .trimEnd()
      .split('\n')
      .map((line): RecordedLine => JSON.parse(line)),
  );
}

function filesBelow(folder: URL, names: RegExp): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .toSorted()
    .filter((name) => names.test(`/${name}`))
    .map((name) => readFileSync(new URL(name, folder), 'utf8'));
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
