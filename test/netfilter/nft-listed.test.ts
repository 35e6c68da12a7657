import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { splitCommands } from '../../src/host/command-lines.js';
import { Host } from '../../src/index.js';

/** A rule of iptables for an empty table, and how nft lists it. */
interface ListedRule {
  readonly tool: 'iptables' | 'ip6tables';
  readonly table: string;
  readonly chain: string;
  readonly rule: string;
  readonly listed: readonly string[];
  readonly json: readonly unknown[];
  readonly stderr: string;
}

/** What `nft -j` answers. */
interface Answer {
  readonly nftables: readonly { readonly rule?: { readonly expr: unknown } }[];
}

// Recorded by record-nft-listed.py; its first line states the versions.
const path = new URL('golden/nft-listed.jsonl', import.meta.url);
const [, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
const rules = lines.map((line) => JSON.parse(line) as ListedRule);

test.each(
  rules.map(
    (rule) => [`${rule.tool} -t ${rule.table} -A ${rule.chain} ${rule.rule}`, rule] as const,
  ),
)('%s', (command, { tool, table, chain, listed, json, stderr }) => {
  const [words] = splitCommands(command);
  const { host, exit } = Host.fresh().exec(words?.words ?? []);
  expect(exit).toBe(0);
  const place = [tool === 'iptables' ? 'ip' : 'ip6', table, chain];
  const text = host.exec(['nft', 'list', 'chain', ...place]);
  const chainLines = text.stdout.split('\n').slice(3, -3);
  expect(chainLines.map((line) => line.replace(/^\t\t/, ''))).toEqual(listed);
  expect(text.stderr).toBe(stderr);
  const answer = JSON.parse(host.exec(['nft', '-j', 'list', 'chain', ...place]).stdout) as Answer;
  expect(answer.nftables.flatMap(({ rule }) => (rule === undefined ? [] : [rule.expr]))).toEqual(
    json,
  );
});
