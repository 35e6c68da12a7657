import fc from 'fast-check';
import { Bash, InMemoryFs, parse } from 'just-bash';
import { describe, expect, it } from 'vitest';
import { literalOf, nodesOf } from '../../../src/shell/rewrite/syntax.js';
import { runWith } from '../../../src/shell/run-with.js';

const word = fc.constantFrom('a', '"b c"', "'d'", '$x', '"$?"', '$(echo e)', '"$1"');
const file = fc.constantFrom('/tmp/f', '"/tmp/g"', '$file', '~/h');
const simple = fc.oneof(
  fc.array(word, { maxLength: 3 }).map((words) => `echo ${words.join(' ')}`),
  fc.constantFrom(
    'true',
    'false',
    'x=1',
    'cat /tmp/f',
    'f i',
    '(exit 3)',
    'echo k >&2',
    'read -r x',
  ),
);
const { statement } = fc.letrec<{ statement: string }>((tie) => ({
  statement: fc.oneof(
    { depthSize: 'small' },
    simple,
    fc.tuple(simple, file).map(([command, name]) => `${command} > ${name}`),
    fc.tuple(simple, file).map(([command, name]) => `${command} >> ${name} 2>&1`),
    fc.tuple(simple, simple).map(([left, right]) => `${left} | ${right}`),
    fc.tuple(tie('statement'), file).map(([body, name]) => `{ ${body}; } > ${name}`),
    fc.tuple(tie('statement'), tie('statement')).map(([left, right]) => `${left} && ${right}`),
    fc
      .tuple(tie('statement'), tie('statement'))
      .map(([left, right]) => `if ${left}; then ${right}; fi`),
    tie('statement').map((body) => `for i in 1 2; do ${body}; done`),
    tie('statement').map((body) => `y=$(${body}); echo "$y"`),
  ),
}));
const script = fc
  .tuple(fc.constantFrom('', 'set -e\n', 'set -u\n'), fc.array(statement, { maxLength: 6 }))
  .map(
    ([options, lines]) =>
      `file=/tmp/v\nx=0\nf() { echo "in $1"; return 2; }\n${options}${lines.join('\n')}\necho last\n`,
  );

it('a script that needs no rewriting does what it does without', async () => {
  await fc.assert(
    fc.asyncProperty(script, async (text) => {
      const plain = new Bash({
        fs: new InMemoryFs({ '/root/.keep': '', '/tmp/.keep': '' }),
        cwd: '/root',
        env: { HOME: '/root' },
        defenseInDepth: false,
      });
      const {
        stdout,
        stderr,
        exitCode: exit,
      } = await plain.exec(text, {
        rawScript: true,
        env: { 0: 'bash', 1: 'one', '#': '1', '@': 'one', '*': 'one' },
      });
      const result = await runWith(new Map(), text, { args: ['one'] });
      expect(result).toMatchObject({ stdout, stderr, exit });
    }),
    { numRuns: 100 },
  );
}, 60_000);

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
