import { expect, test } from 'vitest';
import { Host } from '../../src/host/host.js';
import { programOf } from '../../src/evaluate/program-of.js';
import { udp } from '../../src/packet/make-packet.js';
import { flowOf } from '../../src/program/flow.js';
import { stepAt, type Program } from '../../src/program/program.js';
import type { Step } from '../../src/program/step.js';

const LINK = ['ip link set lo up', 'ip link add eth0 type dummy', 'ip link set eth0 up'];

function programWith(table: string): Program {
  const { host, exit, stderr } = Host.fromCommands(LINK).exec(['nft', '-f', '-'], table);
  if (exit !== 0) throw new Error(stderr);
  return programOf(host.namespace, 4);
}

/** The steps to which a received packet can come. */
function reachedSteps({ input, steps }: Program): readonly Step[] {
  const met = new Set([input]);
  for (const id of met) for (const { to } of flowOf(stepAt(steps, id)).ways) met.add(to);
  return [...met].map((id) => stepAt(steps, id));
}

test('a chain of type nat that new and old connections walk alike is lowered once', () => {
  const program = programWith(`table ip t {
    chain c {
      type nat hook prerouting priority dstnat;
      tcp dport 80 dnat to 10.0.0.1
    }
  }`);
  const asked = reachedSteps(program).flatMap((step) =>
    step.kind === 'test' && step.of?.kind === 'chain-rule' ? [JSON.stringify(step.when)] : [],
  );
  expect(asked.length).toBeGreaterThan(0);
  expect(new Set(asked).size).toBe(asked.length);
});

test.each([
  ['numgen random mod 1', 0],
  ['numgen inc mod 1', 0],
  ['numgen random mod 2', 1],
])('%s leaves %i choices', (key, choices) => {
  const program = programWith(`table ip t {
    chain a {
      meta mark set 1
    }
    chain c {
      type filter hook input priority 0;
      ${key} vmap { 0 : jump a }
    }
  }`);
  const made = reachedSteps(program).filter(
    (step) => step.kind === 'choose' && step.choice.by.kind === 'memory',
  );
  expect(made).toHaveLength(choices);
});

/*
 * Asked of Linux 6.18 and nft 1.1.3, with counters in a chain of input: of a packet that is translated to its destination `ct status != dnat` holds,
 * `{ snat, dnat }` and `== dnat` don't, `dnat` and `& dnat == dnat` do, for the status also has bits of which translation has been tried.
 */
test.each([
  ['ct status dnat', 0],
  ['ct status & dnat == dnat', 0],
  ['ct status != dnat', 1],
  ['ct status == dnat', 1],
  ['ct status { snat, dnat }', 1],
  ['ct status & 0x120 == 0x20', 1],
])('%s leaves %i choices of what is not followed', (match, choices) => {
  const program = programWith(`table ip t {
    chain c {
      type filter hook input priority 0;
      ${match} drop
    }
  }`);
  const made = reachedSteps(program).filter(({ kind }) => kind === 'choose');
  expect(made).toHaveLength(choices);
});

// Counted by nft 1.1.3 on Linux 6.18, of a datagram over lo.
test.each([
  ['ct status assured', 'deliver'],
  ['ct status expected', 'deliver'],
  ['ct status dying', 'deliver'],
  ['ct label 5', 'deliver'],
  ['ct status 0x40', 'deliver'],
  ['ct status != assured', 'drop'],
  ['ct status != dnat', 'drop'],
])('%s drop: a single packet has no bit that is not followed, and ends in %s', (match, kind) => {
  const rules = `table ip t {
    chain c {
      type filter hook input priority 0;
      ${match} drop
    }
  }`;
  const { host } = Host.fromCommands(LINK).exec(['nft', '-f', '-'], rules);
  expect(host.send(udp({ dst: '127.0.0.1', dport: 53 })).kind).toBe(kind);
});
