import { expect, test } from 'vitest';
import { Host, udp } from '../../src/index.js';

const host = Host.fresh().run(`
  ip link set lo up
  ip link add e0 type dummy
  ip link set e0 up
  ip addr add 10.0.0.1/24 dev e0
  ip -6 addr add 2001:db8::1/64 dev e0
  ip route add default via 10.0.0.254
  iptables -t mangle -A PREROUTING -m rpfilter --invert -j DROP
  iptables -t mangle -A PREROUTING -m rpfilter -j MARK --set-mark 1
`);

test.each([
  ['10.0.0.2', [false, true]],
  ['10.0.0.1', [true]],
] as const)('a rule that looks a way back up is one step: from %s', (src, matched) => {
  const { steps } = host.explain(udp({ iif: 'e0', src, dst: '10.0.0.1', sport: 1, dport: 2 }));
  const rules = steps.filter(({ kind }) => kind === 'chain-rule');
  expect(rules).toMatchObject(matched.map((held, at) => ({ number: at + 1, matched: held })));
});

test('the look-up of a way back is reported, and what the path has found is not lost', () => {
  const packet = udp({ iif: 'e0', src: '10.0.0.2', dst: '10.0.0.1', sport: 1, dport: 2 });
  const { outcome, steps } = host.explain(packet);
  expect(outcome).toMatchObject({ kind: 'deliver', mark: 1 });
  expect(steps.filter(({ kind }) => kind === 'lookup')).toMatchObject([
    { purpose: 'fib', key: 'to 10.0.0.2 from 10.0.0.1 iif lo' },
    { purpose: 'fib' },
    { purpose: 'input' },
  ]);
});

test('what comes by lo passes without a look-up', () => {
  const { outcome, steps } = host.explain(udp({ dst: '10.0.0.1', sport: 1, dport: 2 }));
  expect(outcome).toMatchObject({ kind: 'deliver', mark: 1 });
  expect(steps.some((step) => step.kind === 'lookup' && step.purpose === 'fib')).toBe(false);
});
