import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PLAIN_STYLE } from '../../src/command/nft/datatype/datatype-text.js';
import { printRule, ruleJson } from '../../src/command/nft/print/rule.js';
import { INSTALLED_DATABASES } from '../../src/databases/databases.js';
import { splitCommands } from '../../src/host/command-lines.js';
import { Host } from '../../src/index.js';
import { isXtablesRule } from '../../src/netfilter/rule.js';
import { xtablesStatements } from '../../src/netfilter/view/xtables-statements.js';

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

// Recorded by record-nft-listed.py; its first line tells the versions.
const path = new URL('golden/nft-listed.jsonl', import.meta.url);
const [, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
const rules = lines.map((line) => JSON.parse(line) as ListedRule);

const names = {
  databases: INSTALLED_DATABASES,
  interfaceIndex: () => undefined,
  interfaceName: () => undefined,
  marks: { symbols: [] },
  deviceGroups: { symbols: [] },
  realms: { symbols: [] },
  connectionLabels: { symbols: [] },
};

/** Numbers of JSON are exact. */
function asNumber(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}

test.each(
  rules.map(
    (rule) => [`${rule.tool} -t ${rule.table} -A ${rule.chain} ${rule.rule}`, rule] as const,
  ),
)('%s', (command, { tool, table, chain, listed, json, stderr }) => {
  const [words] = splitCommands(command);
  const { host, exit } = Host.fresh().exec(words?.words ?? []);
  expect(exit).toBe(0);
  const family = tool === 'iptables' ? 4 : 6;
  const printing = { family: family === 4 ? 'ip' : 'ip6', names, style: PLAIN_STYLE } as const;
  const statements = [...host.namespace.netfilter.tables.values()]
    .filter((one) => one.name === table)
    .flatMap((one) => [...(one.chains.get(chain)?.rules ?? [])])
    .filter((rule) => isXtablesRule(rule))
    .map((rule) => xtablesStatements(rule, family, { packets: 0, bytes: 0 }));
  expect(statements.map((rule) => printRule({ statements: rule }, printing))).toEqual(listed);
  const made = statements.map((rule) => ruleJson({ statements: rule }, printing));
  expect(JSON.parse(JSON.stringify(made, asNumber))).toEqual(json);
  const isManaged = statements.some((rule) => rule.some(({ kind }) => kind === 'xt'));
  expect(isManaged).toBe(stderr !== '');
});
