import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Host } from '../../src/index.js';
import { splitCommands } from '../../src/host/command-lines.js';

/** A rule for an empty table, and what iptables made of it. */
interface ExtensionRule {
  readonly tool: 'iptables' | 'ip6tables';
  readonly table: string;
  readonly chain: string;
  readonly rule: string;
  readonly exit: number;
  readonly stderr: string;
  /** As iptables-save, `-L` and `-n -L` have it; absent when it was refused. */
  readonly saved?: readonly string[];
  readonly listed?: readonly string[];
  readonly numeric?: readonly string[];
}

// Recorded by record-extensions.py; its first line states the versions.
const path = new URL('golden/extensions.jsonl', import.meta.url);
const [, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
const rules = lines.map((line) => JSON.parse(line) as ExtensionRule);

test.each(
  rules.map(
    (rule) => [`${rule.tool} -t ${rule.table} -A ${rule.chain} ${rule.rule}`, rule] as const,
  ),
)('%s', (command, { rule: _rule, ...recorded }) => {
  const { tool, table, chain } = recorded;
  const [words] = splitCommands(command);
  const { host, exit, stderr } = Host.fresh().exec(words?.words ?? []);
  const output = (...argv: string[]): readonly string[] =>
    host.exec(argv).stdout.split('\n').slice(0, -1);
  const accepted =
    exit === 0
      ? {
          saved: output(`${tool}-save`, '-t', table).filter((line) => line.startsWith('-A')),
          listed: output(tool, '-t', table, '-L', chain).slice(2),
          numeric: output(tool, '-t', table, '-n', '-L', chain).slice(2),
        }
      : {};
  expect({ tool, table, chain, exit, stderr, ...accepted }).toEqual(recorded);
});
