import { expect, test } from 'vitest';
import type { Question } from '../question.js';
import { shrinkScript } from './shrink-script.js';

const run = (line: string): Question => ({ kind: 'run', run: line });

/** A script that fails as long as it has all of some texts, in their order. */
function failsWith(...texts: readonly string[]): (script: readonly Question[]) => Promise<boolean> {
  return async (script) => {
    const printed = script.map((question) => JSON.stringify(question)).join('\n');
    let from = 0;
    return texts.every((text) => {
      const at = printed.indexOf(text, from);
      from = at + text.length;
      return at >= 0;
    });
  };
}

test('what a script fails by is left, and nothing else', async () => {
  const script: readonly Question[] = [
    ...Array.from({ length: 13 }, (_, n) => run(`ip rule add priority ${n} lookup 100`)),
    run('ip route add default via 10.0.0.254 dev eth0 metric 5 table 100'),
    {
      kind: 'batch',
      batch: ['route get 1.1.1.1', 'route get 2.2.2.2 mark 7 uid 5', 'route get 3.3.3.3'],
    },
    { kind: 'packet', packet: { dst: '8.8.8.8', src: '10.0.0.1', mark: 1, tos: 8 } },
    run('ip rule'),
  ];
  const fails = failsWith('priority 7 ', 'default', 'metric 5', '2.2.2.2', 'mark 7', '"tos":8');
  expect(await shrinkScript(script, fails)).toEqual([
    run('ip rule add priority 7 lookup'),
    run('ip route add default metric 5'),
    { kind: 'batch', batch: ['route get 2.2.2.2 mark 7'] },
    { kind: 'packet', packet: { dst: '8.8.8.8', tos: 8 } },
  ]);
});

test('a received packet keeps its source', async () => {
  const packet = { dst: '8.8.8.8', src: '10.0.0.9', iif: 'eth0', ttl: 3 };
  expect(await shrinkScript([{ kind: 'packet', packet }], failsWith('8.8.8.8'))).toEqual([
    { kind: 'packet', packet: { dst: '8.8.8.8', src: '10.0.0.9', iif: 'eth0' } },
  ]);
});

test('when there is no time left, the script stays', async () => {
  const script = [run('ip rule'), run('ip route')];
  expect(await shrinkScript(script, async () => false)).toEqual(script);
});

test('a here-document loses lines', async () => {
  const script = [run("nft -f - <<'END'\nadd table ip a\nadd table ip b\nadd table ip c\nEND")];
  expect(await shrinkScript(script, failsWith('table ip b'))).toEqual([
    run("nft -f - <<'END'\nadd table ip b\nEND"),
  ]);
});

test('a command in quotes keeps both of them', async () => {
  const script = [run("nft 'add rule ip a out counter accept'")];
  expect(await shrinkScript(script, failsWith('counter'))).toEqual([run("nft 'add rule counter'")]);
});
