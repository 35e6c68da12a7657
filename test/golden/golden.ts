import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** A file of questions with the kernel's answers: its first line states who answered, every other is one question with its answer. */
export interface Golden<Line> {
  readonly versions: Readonly<Record<string, string>>;
  readonly lines: readonly Line[];
}

/** `ip rule add ARGS` in a fresh namespace, what `ip rule show` then lists beside the default rules, and `ip rule del ARGS`. */
export interface RuleString {
  /** Whose settings or tests the words come from. */
  readonly from: string;
  readonly family: 4 | 6;
  readonly args: string;
  readonly exit: number;
  readonly stderr: string;
  readonly shown: readonly string[];
  /** Exit status of deleting by the same words; null when there was nothing to delete. */
  readonly deleteExit: number | null;
}

/** `iptables -t TABLE -A CHAIN RULE` in an empty table, and what `iptables-save` then prints: the same in all its chains and families. */
export interface IptablesRule {
  /** The extension whose own tests the rule comes from. */
  readonly from: string;
  readonly table: string;
  readonly chains: readonly string[];
  readonly families: readonly (4 | 6)[];
  readonly rule: string;
  readonly exit: number;
  /** In the words of `iptables`; `ip6tables` says the same with its own name. */
  readonly stderr: string;
  /** The saved rules, without `-A CHAIN`. */
  readonly saved: readonly string[];
}

/** One command of a replay: all of a file act in order on one machine. */
export interface Call {
  readonly run: string;
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where the rule strings are. */
export const RULE_STRINGS = new URL('rule-strings.jsonl', import.meta.url);
/** Where the iptables rules are. */
export const IPTABLES_RULES = new URL('iptables-rules.jsonl', import.meta.url);
const SELF_TESTS = new URL('self-tests/', import.meta.url);

/** The replays of the calls that the kernel's own self-tests make: name and file of each. */
export function selfTests(): { readonly name: string; readonly file: URL }[] {
  return readdirSync(SELF_TESTS)
    .toSorted()
    .map((file) => ({ name: file.replace(/\.jsonl$/, ''), file: new URL(file, SELF_TESTS) }));
}

/** Reads a golden file. */
export function readGolden<Line>(file: URL): Golden<Line> {
  const [head, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  const { recorded }: { recorded: Record<string, string> } = JSON.parse(head ?? '');
  return { versions: recorded, lines: lines.map((line): Line => JSON.parse(line)) };
}

/** Writes a golden file over the one before. */
export function writeGolden<Line>(file: URL, { versions, lines }: Golden<Line>): void {
  const text = [{ recorded: versions }, ...lines].map((line) => `${JSON.stringify(line)}\n`);
  writeFileSync(file, text.join(''));
}
