import { expect, it } from 'vitest';
import { run } from '../../src/shell/index.js';
import { refusedName } from '../golden/refusal.js';
import { REFUSED_EXAMPLES } from './refused-examples.js';
import { isNameOf, UNSIMULATED } from './unsimulated-rows.js';

const { 'Programs that are not': programs, ...others } = UNSIMULATED;

const SETUP = `
  ip link set lo up
  ip link add eth0 type veth peer name wire
  ip link set eth0 up
  ip link set wire up
  ip addr add 192.0.2.1/24 dev eth0
  ip -6 addr add 2001:db8::1/64 dev eth0 nodad
  ipset create s hash:ip
`;
const START = run(SETUP);

it('there is an example of each name that is declared, and of no other', () => {
  const declared = Object.values(others).flatMap((table) => Object.values(table).flat());
  expect([...REFUSED_EXAMPLES.keys()].toSorted()).toEqual(declared.toSorted());
});

it.each([...REFUSED_EXAMPLES])('%s is refused: %s', async (name, command) => {
  const { machine, stderr } = await START;
  expect(stderr).toBe('');
  const refused = await run(command, { machine });
  const lacked = [...refused.machine.missing.values()].map((one) => one.what);
  // What is carried out and not followed is reported by the host alone.
  const what = refusedName(refused.stderr) ?? (refused.stderr || lacked.at(-1) || '');
  expect(isNameOf(name, what) ? name : what).toBe(name);
  // Who asks for help does not look at the host.
  if (name === '--help of an extension') return;
  expect(lacked).toContain(what);
  expect(lacked).toHaveLength(1);
});

it.each(Object.values(programs ?? {}).flat())('%s is refused', async (name) => {
  const { stderr } = await run(`${name} frob`);
  expect(refusedName(stderr)).toBe(name);
});
