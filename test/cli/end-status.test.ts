import { expect, it } from 'vitest';
import { endStatus } from '../../src/cli/terminal/end-status.js';
import { fakeTerminal } from './fake-terminal.js';

async function ended(error: unknown, env: Readonly<Record<string, string>> = {}) {
  const terminal = fakeTerminal({}, { env });
  return { exit: await endStatus(error, terminal), stderr: terminal.written.stderr };
}

it('calls a fault of nexthop one, in one line', async () => {
  const { exit, stderr } = await ended(new TypeError('x is\nno function'));
  expect(exit).toBe(70);
  expect(stderr).toBe(
    'nexthop: a fault of nexthop itself (TypeError: x is): please report it to the authors of nexthop, with the command line and the scripts that it read; NEXTHOP_DEBUG=1 shows where it happened\n',
  );
});

it('shows the stack of one when it is asked for', async () => {
  const { exit, stderr } = await ended(new TypeError('no function'), { NEXTHOP_DEBUG: '1' });
  expect(exit).toBe(70);
  expect(stderr).toMatch(/^nexthop: a fault of nexthop itself: .*\nTypeError: no function\n +at /);
});

it('takes whatever was thrown', async () => {
  expect(await ended(undefined)).toMatchObject({ exit: 70 });
});
