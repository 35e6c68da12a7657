import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { parse } from 'just-bash';
import { describe, expect, it } from 'vitest';
import { literalOf, nodesOf } from '../../../src/shell/rewrite/syntax.js';
import { runWith } from '../../../src/shell/run-with.js';

const word = fc.constantFrom('a', '"b c"', "'d'", '$x', '"$?"', '$(echo e)', '"$1"');
const file = fc.constantFrom('f1', '"f2"', '$file', '~/f4');
const simple = fc.oneof(
  fc.array(word, { maxLength: 3 }).map((words) => `echo ${words.join(' ')}`),
  fc.constantFrom('true', 'false', 'x=1', 'x=$?', 'cat missing', '(exit 3)', 'echo k >&2'),
);
const { statement } = fc.letrec<{ statement: string }>((tie) => ({
  statement: fc.oneof(
    { depthSize: 'small' },
    simple,
    // just-bash forgets the redirections of a function that ends the shell.
    fc.constant('f i'),
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

const script = fc
  .tuple(
    fc.constantFrom('', 'set -u', 'set -e', 'set -eu -o pipefail'),
    fc.array(statement, { maxLength: 6 }),
  )
  .map(
    ([option, lines]) =>
      `file=f3\nx=0\nf() { echo "in $1"; false; return 2; }\n${option}\n${lines.join('\n')}\necho "last $?"\ncat f1 f2 f3 f4\n`,
  );

/** What Bash itself does with a script. */
function runBash(text: string) {
  const cwd = mkdtempSync(join(tmpdir(), 'nexthop-'));
  writeFileSync(join(cwd, 'script'), text);
  const { stdout, status } = spawnSync('bash', ['script', 'one'], {
    cwd,
    env: { ...process.env, HOME: cwd },
    encoding: 'utf8',
    input: '',
  });
  rmSync(cwd, { recursive: true });
  return { stdout, exit: status };
}

describe('a script does what it does in Bash', () => {
  it.each([
    ['as it is', (text: string) => text],
    ['as text for eval', (text: string) => `eval '${text.replaceAll("'", `'\\''`)}'`],
    ['as a sourced file', (text: string) => `cat > s <<'END'\n${text}END\n. ./s one\n`],
  ])(
    '%s',
    async (_name, put) => {
      await fc.assert(
        fc.asyncProperty(script, async (text) => {
          const result = await runWith(() => new Map(), put(text), { args: ['one'] });
          expect(result).toMatchObject(runBash(put(text)));
        }),
        // Where Bash is the judge, a new script may show a new difference of just-bash: that is for a search, not for every run.
        {
          numRuns: Number(process.env['NEXTHOP_RUNS'] ?? 30),
          seed: Number(process.env['NEXTHOP_SEED'] ?? 1),
        },
      );
    },
    600_000,
  );
});

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
