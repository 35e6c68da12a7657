import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { Bash, InMemoryFs, parse } from 'just-bash';
import { describe, expect, it } from 'vitest';
import { literalOf, nodesOf } from '../../../src/shell/rewrite/syntax.js';
import { runWith } from '../../../src/shell/run-with.js';

const word = fc.constantFrom('a', '"b c"', "'d'", '$x', '"$?"', '$(echo e)', '"$1"');
const file = fc.constantFrom('f1', '"f2"', '$file', '~/f4');
const simple = fc.oneof(
  fc.array(word, { maxLength: 3 }).map((words) => `echo ${words.join(' ')}`),
  fc.constantFrom('true', 'false', 'x=1', 'cat f1', 'f i', '(exit 3)', 'echo k >&2', 'read -r x'),
);
const { statement } = fc.letrec<{ statement: string }>((tie) => ({
  statement: fc.oneof(
    { depthSize: 'small' },
    simple,
    fc.tuple(simple, file).map(([command, name]) => `${command} > ${name}`),
    fc.tuple(simple, file).map(([command, name]) => `${command} >> ${name} 2>&1`),
    fc.tuple(simple, simple).map(([left, right]) => `${left} | { cat; ${right}; }`),
    tie('statement').map((body) => `! { ${body}; }`),
    fc.tuple(tie('statement'), file).map(([body, name]) => `{ ${body}; } > ${name}`),
    fc.tuple(tie('statement'), tie('statement')).map(([left, right]) => `${left} && ${right}`),
    fc.tuple(tie('statement'), tie('statement')).map(([left, right]) => `{ ${left}; } || ${right}`),
    fc
      .tuple(tie('statement'), tie('statement'))
      .map(([left, right]) => `if ${left}; then ${right}; fi`),
    tie('statement').map((body) => `for i in 1 2; do ${body}; done`),
    tie('statement').map((body) => `y=$( ${body}); echo "$y"`),
  ),
}));

/** Scripts that do nothing that just-bash lacks, but for what `options` turn on. */
const scriptWith = (...options: string[]): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom(...options), fc.array(statement, { maxLength: 6 }))
    .map(
      ([option, lines]) =>
        `file=f3\nx=0\nf() { echo "in $1"; false; return 2; }\n${option}\n${lines.join('\n')}\necho "last $?"\n`,
    );

/** What just-bash does with a script as it is. */
async function runPlain(text: string) {
  const bash = new Bash({
    fs: new InMemoryFs({ '/root/.keep': '' }),
    cwd: '/root',
    env: { HOME: '/root' },
    defenseInDepth: false,
  });
  const { stdout, stderr, exitCode } = await bash.exec(text, {
    rawScript: true,
    env: { 0: 'bash', 1: 'one', '#': '1', '@': 'one', '*': 'one' },
  });
  return { stdout, stderr, exit: exitCode };
}

/** What Bash itself does with a script. */
function runBash(text: string) {
  const cwd = mkdtempSync(join(tmpdir(), 'nexthop-'));
  const { stdout, status } = spawnSync('bash', ['-c', text, 'bash', 'one'], {
    cwd,
    env: { ...process.env, HOME: cwd },
    encoding: 'utf8',
    input: '',
  });
  rmSync(cwd, { recursive: true });
  return { stdout, exit: status };
}

describe('a script that needs no rewriting does what it does without', () => {
  it.each([
    ['as it is', (text: string) => text],
    ['as text for eval', (text: string) => `eval '${text.replaceAll("'", `'\\''`)}'`],
    ['as a sourced file', (text: string) => `cat > s <<'END'\n${text}END\n. ./s one\n`],
  ])(
    '%s',
    async (_name, put) => {
      await fc.assert(
        fc.asyncProperty(scriptWith('', 'set -u'), async (text) => {
          const result = await runWith(new Map(), put(text), { args: ['one'] });
          expect(result).toMatchObject(await runPlain(text));
        }),
        { numRuns: 50 },
      );
    },
    60_000,
  );
});

it('a script under set -e ends where Bash ends it', async () => {
  await fc.assert(
    fc.asyncProperty(scriptWith('set -e', 'set -eu -o pipefail'), async (text) => {
      const result = await runWith(new Map(), text, { args: ['one'] });
      expect(result).toMatchObject(runBash(text));
    }),
    // Where Bash is the judge, a new script may show a new difference of just-bash: that is for a search, not for every run.
    {
      numRuns: Number(process.env['NEXTHOP_RUNS'] ?? 50),
      seed: Number(process.env['NEXTHOP_SEED'] ?? 1),
    },
  );
}, 600_000);

describe('the text of a word', () => {
  it.each([
    ['abc', 'abc'],
    [`a'b c'"d"\\e`, 'ab cde'],
    ['"$x"', undefined],
    ['$(x)', undefined],
    ["''", ''],
  ])('%s', (text, expected) => {
    const command = [...nodesOf(parse(text))].find(({ type }) => type === 'SimpleCommand');
    const name = command !== undefined && 'name' in command ? command.name : null;
    expect(literalOf(name as Parameters<typeof literalOf>[0])).toBe(expected);
  });
});
