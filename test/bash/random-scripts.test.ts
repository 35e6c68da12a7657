import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runWith } from '../../src/shell/run-with.js';

const parameter = fc.constantFrom(
  'x',
  'y',
  'l',
  'm[a]',
  'l[1]',
  'u',
  '1',
  '@',
  '*',
  '#',
  '?',
  'l[@]',
  'm[@]',
  'l[*]',
);
const operation = fc.constantFrom(
  '',
  '',
  ':-d',
  '-d e',
  ':+p',
  '#a',
  '##*b',
  '%c',
  '%%b*',
  '/b/X',
  '//b',
  '/#a/Y',
  '/%c/Z',
  '^',
  '^^',
  ',,',
  ':1',
  ':1:1',
  ': -1',
  '@Q',
  '//[ab]/"&"',
  '/b/<&>',
);
const expression = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(
      '1',
      '07',
      '0x1f',
      'x',
      'n',
      '$n',
      '${#l[@]}',
      'l[0]',
      '$(echo 2)',
      '(n)',
      'n++',
      '--n',
    ),
    fc
      .tuple(
        tie('value'),
        fc.constantFrom(
          '+',
          '-',
          '*',
          '/',
          '%',
          '**',
          '<<',
          '<',
          '==',
          '&&',
          '||',
          '&',
          '^',
          ',',
          '?1:',
        ),
        tie('value'),
      )
      .map((parts) => parts.join(' ')),
    tie('value').map((value) => `(${value})`),
    tie('value').map((value) => `!${value}`),
    tie('value').map((value) => `n = ${value}`),
  ),
})).value;
const word = fc.oneof(
  fc.constantFrom(
    'a',
    '"b c"',
    "'d'",
    '$x',
    '"$?"',
    '$(echo e)',
    '"$1"',
    '{1..3}',
    'p{a,"b c"}q',
    "$'t\\tn'",
    '"${l[@]}"',
    '~',
  ),
  fc.tuple(parameter, operation).map(([one, work]) => `\${${one}${work}}`),
  fc.tuple(parameter, operation).map(([one, work]) => `"<\${${one}${work}}>"`),
  expression.map((value) => `$((${value}))`),
);
const file = fc.constantFrom('f1', '"f2"', '$file', '~/f4');
const simple = fc.oneof(
  fc.array(word, { maxLength: 3 }).map((words) => `echo ${words.join(' ')}`),
  fc.constantFrom(
    'true',
    'false',
    'x=1',
    'x=$?',
    'cat missing',
    '(exit 3)',
    'echo k >&2',
    'l+=(z)',
    'm[b]=2',
    'set -- one two',
    'read x y <<< "a  b c"',
  ),
  expression.map((value) => `((${value}))`),
  word.map((one) => `x=${one}`),
  fc
    .tuple(word, fc.constantFrom('a*', '*[!b]', '?', '"b c"', '$x'))
    .map(([one, pattern]) => `case ${one} in ${pattern}) echo hit;; *) echo miss;; esac`),
  fc
    .tuple(word, fc.constantFrom('== a*', '!= "$x"', '=~ ^(.)b', '< b'))
    .map(([one, test]) => `[[ ${one} ${test} ]]`),
);
const { statement } = fc.letrec<{ statement: string }>((tie) => ({
  statement: fc.oneof(
    { depthSize: 'small' },
    simple,
    fc.constant('f i'),
    file.map((name) => `f i >> ${name}`),
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
      `file=f3\nx=0\nn=3\nl=(abc 'b c' '')\ndeclare -A m=([a]=cab)\nf() { echo "in $1"; false; return 2; }\n${option}\n${lines.join('\n')}\necho "last $?"\ncat f1 f2 f3 f4\n`,
  );

/** What Bash itself does with a script in a folder, which is its home too. */
function runBash(text: string, folder: string) {
  writeFileSync(join(folder, 'script'), text);
  const { stdout, status } = spawnSync('bash', ['script', 'one'], {
    cwd: folder,
    env: { ...process.env, HOME: folder },
    encoding: 'utf8',
    input: '',
  });
  return { stdout, exit: status };
}

/** What nexthop does with it. */
async function runOwn(text: string, folder: string) {
  return runWith(() => new Map(), text, {
    name: 'script',
    args: ['one'],
    cwd: folder,
    env: { HOME: folder },
  });
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
          const folder = mkdtempSync(join(tmpdir(), 'nexthop-'));
          try {
            const result = await runOwn(put(text), folder);
            expect(result).toMatchObject(runBash(put(text), folder));
          } finally {
            rmSync(folder, { recursive: true });
          }
        }),
        {
          numRuns: Number(process.env['NEXTHOP_RUNS'] ?? 15),
          seed: Number(process.env['NEXTHOP_SEED'] ?? 1),
        },
      );
    },
    600_000,
  );
});
