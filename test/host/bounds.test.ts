import { describe, expect, it } from 'vitest';
import { withinBounds, type Bounds } from '../../src/bound.js';
import { TABLE } from '../../src/fib/route.js';
import type { BatchSoFar } from '../../src/host/compiled-host.js';
import { Host } from '../../src/host/host.js';
import { udp } from '../../src/packet/make-packet.js';
import { Lowering } from '../../src/path/lowering.js';
import { deadRules } from '../../src/verify/ask/dead-rules.js';
import { prepareTable } from '../../src/verify/run/prepared-table.js';
import { gaveUpBy, ticking } from '../gave-up-by.js';
import { largeHost, type LargeParts } from './large-host.js';

const PACKET = udp({ dst: '10.0.200.9', dport: 300 });
const PACKETS = Array.from({ length: 3000 }, (_, at) =>
  udp({ dst: `10.0.${at & 255}.9`, dport: at + 1 }),
);

/** What is asked of a host, as plain data that can be compared. */
const QUESTIONS: Readonly<Record<string, (host: Host, bounds?: Bounds) => unknown>> = {
  send: (host, bounds) => ({ ...host.send(PACKET, bounds) }),
  explain: (host, bounds) => host.explain(PACKET, bounds).steps.length,
  compile: (host, bounds) => ({ ...host.compile(bounds).send(PACKET) }),
  sendBatch: (host, bounds) => {
    const compiled = host.compile();
    const columns = compiled.packetColumns(4, PACKETS);
    const { outcomes, host: after } = compiled.sendBatch(columns, undefined, bounds);
    return [[...outcomes.fate], [...outcomes.gateway], after.namespace.traffic.counters.toJS()];
  },
};

const PARTS: LargeParts = { rules: 100, networks: 300, routes: 300 };

describe.each(Object.entries(QUESTIONS))('%s', (_, ask) => {
  it('ends at any deadline, and leaves nothing behind that is half done', () => {
    const whole = ask(largeHost(PARTS));
    const host = largeHost(PARTS);
    let isOver = false;
    let deadline = 1;
    let answer: unknown;
    for (; !isOver && deadline < 1e5; deadline = 16 * deadline) {
      const gaveUp = gaveUpBy(() => {
        answer = ask(host, { deadline, clock: ticking() });
      });
      isOver = gaveUp === undefined;
      expect(gaveUp?.reason).toBe(isOver ? undefined : 'deadline');
    }
    expect(isOver).toBe(true);
    expect(deadline).toBeGreaterThan(4);
    expect(answer).toEqual(whole);
    expect(ask(host)).toEqual(whole);
  });

  it('ends before it begins with a signal that is aborted', () => {
    const gaveUp = gaveUpBy(() => ask(Host.fresh(), { signal: AbortSignal.abort() }));
    expect(gaveUp?.reason).toBe('aborted');
  });
});

/** How often unbounded work looks at the clock. */
function looksOf(work: (bounds: Bounds) => unknown): number {
  let looks = 0;
  work({ deadline: Infinity, clock: () => looks++ });
  return looks;
}

function prepareMain({ namespace }: Host, bounds: Bounds): unknown {
  const table = new Lowering(namespace, 4).table(TABLE.main);
  if (table === undefined) throw new RangeError('main: no such table');
  return withinBounds(bounds, 'tables', 'main', () => prepareTable(table, 4, false));
}

describe('the clock is looked at while', () => {
  it.each<[string, LargeParts, (host: Host, bounds: Bounds) => unknown]>([
    ['rules are lowered', { rules: 1500 }, (host, bounds) => host.send(PACKET, bounds)],
    ['a set is painted', { networks: 3000 }, (host, bounds) => host.send(PACKET, bounds)],
    ['a table is compiled', { routes: 2500 }, (host, bounds) => host.compile(bounds)],
    ['a table is prepared', { routes: 2500 }, prepareMain],
  ])('%s', (_, parts, work) => {
    const few = looksOf((bounds) => work(largeHost({}), bounds));
    const bounds = { deadline: few + 4, clock: ticking() };
    expect(gaveUpBy(() => work(largeHost(parts), bounds))?.reason).toBe('deadline');
  });
});

it('the clock is looked at within a check of 2,000 rules', () => {
  const check = 'IPv4: marks that are never read';
  const controller = new AbortController();
  const looks = new Map<string, number>();
  let at = '';
  const bounds: Bounds = {
    signal: controller.signal,
    clock: () => {
      looks.set(at, (looks.get(at) ?? 0) + 1);
      return 0;
    },
    progress: (_done, _all, what) => {
      if (at === check && what !== check) controller.abort();
      at = what;
    },
  };
  expect(gaveUpBy(() => deadRules(largeHost({ rules: 2000 }), bounds))?.reason).toBe('aborted');
  expect(looks.get(check)).toBeGreaterThan(10);
});

it('sendBatch is certain of the packets that were sent', () => {
  const compiled = largeHost({ routes: 10 }).compile();
  const columns = compiled.packetColumns(4, PACKETS);
  const controller = new AbortController();
  let now = 0;
  const bounds: Bounds = {
    signal: controller.signal,
    clock: () => (now += 100),
    progress: (done) => {
      if (done >= 2048) controller.abort();
    },
  };
  const gaveUp = gaveUpBy(() => compiled.sendBatch(columns, undefined, bounds));
  const soFar = gaveUp?.soFar as BatchSoFar;
  expect(soFar.packets).toBe(2048);
  const first = compiled.packetColumns(4, PACKETS.slice(0, 2048));
  expect(soFar.host.namespace.traffic).toEqual(compiled.sendBatch(first).host.namespace.traffic);
  expect(Object.isFrozen(soFar)).toBe(true);
});
