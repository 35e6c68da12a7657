import { readFileSync } from 'node:fs';
import { format } from 'prettier';
import { expect, it } from 'vitest';
import { UNSIMULATED_KINDS } from '../../src/command/ip/link/kind/kinds.js';
import { IPV4_SYSCTLS } from '../../src/namespace/data/sysctl-ipv4.js';
import { IPV6_SYSCTLS } from '../../src/namespace/data/sysctl-ipv6.js';
import { OTHER_SYSCTLS } from '../../src/namespace/data/sysctl-other.js';
import { MATCHES, TARGETS } from '../../src/netfilter/extension/option/known-names.js';
import { findMatch, findTarget } from '../../src/netfilter/extension/registry.js';
import { isDeclared, UNSIMULATED } from './unsimulated-rows.js';

const PAGE = new URL('../../docs/not-simulated.md', import.meta.url);
const LIMITS = '## Limits of the simulation';

const HEAD = `# What Linux has and nexthop refuses by name

A command that asks for one of these prints \`nexthop: NAME is not simulated\` on standard error, ends with status 3, and
changes nothing but that the host [knows what it lacks](cli.md#incomplete-hosts). The list holds the names as they are printed; \`<...>\` stands for any word.

This page, but for its last section, is made by \`npx vitest run test/command/not-simulated-page.test.ts -u\`.
`;

/** What stands below a heading, before its table. */
const INTRODUCTIONS: Readonly<Record<string, string>> = {
  sysctl:
    'Keys that would change the path in a way that is not simulated can be read, and written with the value that they have. Keys that make no difference to the path are stored.',
  Bash: 'What else differs from Bash stands in [the page of the shell](shell.md).',
  'Programs that are carried out as nothing':
    "With which words, and where, they bear on no packet's path stands in [the page of the command](cli.md#incomplete-hosts).",
  'Programs that are not':
    'These are refused in a script; any other program that is not there is answered as Bash answers: `command not found`, status 127.',
};

/** What the part of a name in \`<...>\` can be, where that is a closed list. */
const FAMILIES: Readonly<Record<string, readonly string[]>> = {
  'ip link type <kind>': UNSIMULATED_KINDS,
  '-m <match>': [...MATCHES.both, ...MATCHES.v4, ...MATCHES.v6].filter(
    (name) => findMatch(name, 4) === undefined && findMatch(name, 6) === undefined,
  ),
  '-j <target>': [...TARGETS.both, ...TARGETS.v4, ...TARGETS.v6].filter(
    (name) => findTarget(name, 4) === undefined && findTarget(name, 6) === undefined,
  ),
  'sysctl <key>=<value>': [...IPV4_SYSCTLS, ...IPV6_SYSCTLS, ...OTHER_SYSCTLS].flatMap(
    ({ name, role }) => (role === 'fixed' ? name.replace('*', '<device>') : []),
  ),
};

function nameCell(name: string): string {
  const members = FAMILIES[name];
  if (members === undefined) return `\`${name}\``;
  const listed = [...new Set(members)].toSorted().map((member) => `\`${member}\``);
  return `\`${name}\` of ${listed.join(', ')}`;
}

it('the page of what is not simulated has every name that is refused', async () => {
  const sections = Object.entries(UNSIMULATED).map(([title, table]) => {
    const rows = Object.entries(table).map(
      ([what, names]) => `| ${what} | ${names.map(nameCell).join(', ')} |`,
    );
    const introduction = INTRODUCTIONS[title] ?? '';
    return [
      `## ${title}`,
      '',
      introduction,
      '',
      '| what | names |',
      '| --- | --- |',
      ...rows,
      '',
    ].join('\n');
  });
  const page = readFileSync(PAGE, 'utf8');
  const limits = page.slice(page.indexOf(LIMITS));
  expect(limits).toContain(LIMITS);
  const made = `${HEAD}\n${sections.join('\n')}\n${limits}`;
  await expect(await format(made, { parser: 'markdown', printWidth: 100 })).toMatchFileSnapshot(
    '../../docs/not-simulated.md',
  );
});

it.each(['ip link type vrf', 'ip neigh extern_learn', 'sysctl net.ipv4.nexthop_compat_mode=0'])(
  'declares %s',
  (name) => expect(isDeclared(name)).toBe(true),
);

it.each(['ip link typ vrf', 'ip neigh', 'ip', ''])('does not declare "%s"', (name) =>
  expect(isDeclared(name)).toBe(false),
);
