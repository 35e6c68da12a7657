import { expect, it } from 'vitest';
import { Host } from '../../../src/host/host.js';
import { run } from '../../../src/shell/index.js';

const FRESH = Host.fresh();

it('keeps what is written outside of net, and has no effect', () => {
  const { host, exit, stdout, stderr } = FRESH.exec(
    'sysctl -w vm.swappiness=10 kernel/panic=5'.split(' '),
  );
  expect([exit, stdout, stderr]).toEqual([0, 'vm.swappiness = 10\nkernel.panic = 5\n', '']);
  expect(host.missing).toEqual([]);
  expect([...host.machine.inert]).toEqual(['sysctl vm.swappiness', 'sysctl kernel.panic']);
  expect(host.namespace).toBe(FRESH.namespace);
  expect(host.exec('sysctl -n vm.swappiness'.split(' ')).stdout).toBe('10\n');
});

it.each([
  'sysctl vm.swappiness',
  'sysctl -w user.max_net_namespaces=0',
  'sysctl -w kernel.modules_disabled=1',
])('refuses by name: %s', (command) => {
  const { host, exit } = FRESH.exec(command.split(' '));
  expect([exit, host.missing.length]).toEqual([3, 1]);
});

it('writes nothing in a dry run', () => {
  const { host, stdout } = FRESH.exec('sysctl --dry-run -w vm.swappiness=10'.split(' '));
  expect(stdout).toBe('vm.swappiness = 10\n');
  expect(host.exec('sysctl -n vm.swappiness'.split(' ')).exit).toBe(3);
});

it('is the same in /proc/sys', async () => {
  const { stdout, exit, machine } = await run(
    'echo 1 > /proc/sys/vm/overcommit_memory && cat /proc/sys/vm/overcommit_memory; sysctl -n vm.overcommit_memory',
  );
  expect([exit, stdout]).toEqual([0, '1\n1\n']);
  expect([...machine.inert]).toEqual(['sysctl vm.overcommit_memory']);
});
