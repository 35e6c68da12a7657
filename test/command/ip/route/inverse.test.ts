import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressFromWords } from '../../../../src/address/address.js';
import { makePrefix } from '../../../../src/address/prefix.js';
import { plainStyle } from '../../../../src/command/ip/ip-context.js';
import { readNames } from '../../../../src/command/ip/read-names.js';
import { printRoutes } from '../../../../src/command/ip/route/print-route.js';
import { routeMessage } from '../../../../src/command/ip/route/route-message.js';
import { runCommand } from '../../../../src/command/commands.js';
import { makeNexthop, makeRoute, type RouteFields } from '../../../../src/fib/make-route.js';
import { dumpRoutes } from '../../../../src/fib/dump-routes.js';
import { SCOPE, type Route } from '../../../../src/fib/route.js';
import { newMachine } from '../../../../src/machine/new-machine.js';
import { namespaceOf, type Machine } from '../../../../src/machine/machine.js';

const SETUP = [
  'ip link set lo up',
  'ip link add e1 type veth peer name p1',
  'ip link set e1 up',
  'ip link set p1 up',
  'ip addr add 10.0.1.1/24 dev e1',
];

const machine = SETUP.reduce<Machine>(
  (before, line) => runCommand(before, '', line.split(' ')).machine,
  newMachine(),
);
const namespace = namespaceOf(machine, '');
const E1 = namespace.links.find((link) => link.name === 'e1')?.index ?? 0;
const style = plainStyle(readNames(machine.files, false, () => undefined));

const word = fc.integer({ min: 0x14000000, max: 0xdfffffff });
const dst = fc
  .tuple(word, fc.integer({ min: 0, max: 32 }))
  .map(([bits, length]) => makePrefix(addressFromWords(4, [bits]), length));
const byte = fc.integer({ min: 1, max: 255 });

const metrics = fc
  .record({
    mtu: fc.option(fc.integer({ min: 1, max: 65520 })),
    window: fc.option(fc.integer({ min: 1, max: 0xffffffff })),
    rtt: fc.option(fc.integer({ min: 1, max: 900 })),
    hoplimit: fc.option(byte),
    locked: fc.boolean(),
  })
  .map(({ locked, ...values }) =>
    Object.entries(values).flatMap(([name, value]) =>
      // The tool prints whole milliseconds, which the kernel keeps by eighths.
      value === null ? [] : [{ name, value: name === 'rtt' ? value * 8 : value, locked }],
    ),
  );

/** What any route may have. */
const anyFields = fc.record({
  dst,
  table: fc.constantFrom(253, 254, 255, 100, 1000),
  tos: fc.constantFrom(0, 4, 0x10, 0x20, 0xfc),
  metric: fc.integer({ min: 0, max: 0xffffffff }),
  protocol: fc.integer({ min: 0, max: 255 }),
  realms: fc.oneof(
    fc.constant(0),
    byte,
    fc.tuple(byte, byte).map(([from, to]) => from * 65536 + to),
  ),
  metrics,
});

/** Routes that the kernel takes: through a gateway by decree, straight by a device, or of an error type. */
const route: fc.Arbitrary<Route> = fc
  .tuple(
    anyFields,
    fc.oneof(
      // An own address can't be a gateway by decree.
      word
        .filter((gateway) => gateway >>> 24 !== 127)
        .map((gateway): Partial<RouteFields> => ({
          nexthops: [
            makeNexthop({ dev: E1, gateway: addressFromWords(4, [gateway]), onlink: true }),
          ],
        })),
      fc.constantFrom<Partial<RouteFields>>(
        { nexthops: [makeNexthop({ dev: E1 })] },
        { nexthops: [makeNexthop({ dev: E1 })], scope: SCOPE.global },
        { nexthops: [makeNexthop({ dev: E1 })], prefsrc: addressFromWords(4, [0x0a000101]) },
        { nexthops: [makeNexthop({ dev: E1, scope: SCOPE.nowhere })], scope: SCOPE.host },
        { nexthops: [makeNexthop({ dev: E1, scope: SCOPE.nowhere })], type: 'local' },
        { nexthops: [makeNexthop({ dev: E1 })], type: 'broadcast' },
        { type: 'blackhole' },
        { type: 'unreachable' },
        { type: 'prohibit' },
        { type: 'throw' },
      ),
    ),
  )
  .map(([fields, hop]) => makeRoute({ ...fields, ...hop }));

function print(of: Route): string {
  const message = routeMessage(namespace, of);
  return printRoutes([message], { context: style, namespace, hidden: new Set() }).trim();
}

describe('a printed route', () => {
  it('makes the same route again when it is added', () => {
    fc.assert(
      fc.property(route, (original) => {
        // A scope that isn't printed is the one that no word stands for, and a table that isn't printed is main.
        const unsaid = [
          ...(original.scope === SCOPE.global ? ['scope', 'global'] : []),
          ...(original.table === 254 ? ['table', 'main'] : []),
        ];
        const words = ['ip', 'route', 'add', ...print(original).split(' '), ...unsaid];
        const added = runCommand(machine, '', words);
        expect(added).toMatchObject({ exit: 0, stderr: '' });
        const table = namespaceOf(added.machine, '').v4.tables.get(original.table);
        const routes = table === undefined ? [] : dumpRoutes(table);
        const again = routes.filter(({ written }) => written !== undefined);
        expect(again).toEqual([{ ...original, written: words.join(' ') }]);
      }),
    );
  });

  it('names the route to be deleted', () => {
    fc.assert(
      fc.property(route, (original) => {
        const words = `${print(original)} table ${original.table}`.split(' ');
        const scope = ['scope', String(original.scope)];
        const added = runCommand(machine, '', ['ip', 'route', 'add', ...words, ...scope]);
        expect(added.exit).toBe(0);
        const deleted = runCommand(added.machine, '', ['ip', 'route', 'del', ...words]);
        expect(deleted).toMatchObject({ exit: 0, stderr: '' });
        const table = namespaceOf(deleted.machine, '').v4.tables.get(original.table);
        const left = table === undefined ? [] : dumpRoutes(table);
        expect(left.filter(({ written }) => written !== undefined)).toEqual([]);
      }),
    );
  });
});
