import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { run } from '../../../../src/shell/index.js';

interface Recorded {
  readonly name: string;
  readonly script: string;
  readonly stdout: string;
  readonly stderr: string;
}

// What the wg-quick of wireguard-tools 1.0.20210914 did on 6.18.15, by record.py out of cases.json; the first line has the versions, a case
// another kernel where it was that one.
const [, ...recorded] = readFileSync(new URL('recorded.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Recorded);

/** What was printed at each step; the kernel chooses link-layer addresses at random. */
function steps(text: string): readonly string[] {
  return text.replaceAll(/([0-9a-f]{2}:){5}[0-9a-f]{2}/g, 'LLADDR').split(/^== /m);
}

describe.each(recorded)('wg-quick: $name', ({ script, stdout, stderr }) => {
  it('shows the same commands, and leaves the same behind', async () => {
    const ran = await run(script);
    expect(steps(ran.stderr)).toEqual(steps(stderr));
    expect(steps(ran.stdout)).toEqual(steps(stdout));
    expect([...ran.machine.missing.values()]).toEqual([]);
  });
});

it('what a hook asks for and is not simulated is known of the host', async () => {
  const { stderr, machine } = await run(`
    mkdir -p /etc/wireguard
    printf '[Interface]\\nPostUp = ip xfrm state; nft list ruleset\\n' > /etc/wireguard/wg0.conf
    wg-quick up wg0`);
  expect(stderr).toContain('nexthop: ip xfrm is not simulated\n');
  expect([...machine.missing.values()].map(({ what }) => what)).toEqual(['ip xfrm']);
});
