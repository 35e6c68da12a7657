import { describe, expect, it } from 'vitest';
import type { Bounds } from '../../src/bound.js';
import type { Host } from '../../src/host/host.js';
import { udp } from '../../src/packet/make-packet.js';
import { classes } from '../../src/verify/ask/classes.js';
import { coverage } from '../../src/verify/ask/coverage.js';
import { deadRules } from '../../src/verify/ask/dead-rules.js';
import { diff } from '../../src/verify/ask/diff.js';
import { packetSet } from '../../src/verify/packets/packet-set.js';
import { prove } from '../../src/verify/ask/prove.js';
import { gaveUpBy, ticking } from '../gave-up-by.js';
import { FOUNDING } from './hosts.js';

const CHANGED: Host = FOUNDING.run('ip route del default table smtp');
const PACKETS = Array.from({ length: 1000 }, (_, index) =>
  udp({ dst: '203.0.113.9', dport: index + 1 }),
);

/** What is asked, as plain data that can be compared. */
const QUESTIONS: Readonly<Record<string, (bounds: Bounds) => readonly unknown[]>> = {
  classes: (bounds) => classes(FOUNDING, bounds).map(String),
  diff: (bounds) => diff(FOUNDING, CHANGED, bounds).map(({ text }) => text),
  lint: (bounds) => deadRules(FOUNDING, bounds),
  prove: (bounds) => [
    prove(FOUNDING, bounds)
      .every(packetSet({ protocol: 'tcp' }))
      .leavesVia('192.168.1.1').holds,
  ],
  coverage: (bounds) => [coverage(FOUNDING, PACKETS, bounds).packets],
};

describe.each(Object.entries(QUESTIONS))('%s', (_, ask) => {
  it('ends at any deadline, or answers as it does without one', () => {
    const whole = ask({});
    let isOver = false;
    for (let deadline = 1; !isOver && deadline < 1e5; deadline = 64 * deadline) {
      let answer: readonly unknown[] | undefined;
      const gaveUp = gaveUpBy(() => {
        answer = ask({ deadline, clock: ticking() });
      });
      isOver = gaveUp === undefined;
      expect(answer).toEqual(isOver ? whole : undefined);
      expect(gaveUp?.reason).toBe(isOver ? undefined : 'deadline');
    }
    expect(isOver).toBe(true);
  });

  it('ends before it begins with a signal that is aborted', () => {
    expect(gaveUpBy(() => ask({ signal: AbortSignal.abort() }))?.reason).toBe('aborted');
  });

  it('can be ended by progress', () => {
    const controller = new AbortController();
    const bounds = { signal: controller.signal, progress: () => controller.abort() };
    expect(gaveUpBy(() => ask(bounds))?.reason).toBe('aborted');
  });
});

it.each(['classes', 'diff', 'prove'])('%s ends when there are too many nodes', (name) => {
  expect(gaveUpBy(() => QUESTIONS[name]?.({ maxNodes: 8192 }))?.reason).toBe('nodes');
});

/** Ends work when so many steps have begun. */
function endAt(step: number): Bounds {
  const controller = new AbortController();
  return {
    signal: controller.signal,
    clock: () => 0,
    progress: (done) => {
      if (done >= step) controller.abort();
    },
  };
}

describe('what is certain when work is given up', () => {
  it('are the classes of the families and directions that were done, which can be asked further', () => {
    const whole = classes(FOUNDING).map(String);
    const soFar = gaveUpBy(() => classes(FOUNDING, endAt(2)))?.soFar;
    const texts = Array.isArray(soFar) ? soFar.map(String) : [];
    expect(texts.length).toBeGreaterThan(0);
    expect(texts).toEqual(whole.slice(0, texts.length));
    expect(texts.every((text) => text.startsWith('IPv4'))).toBe(true);
  });

  it('are the changes of the families that were done', () => {
    const whole = diff(FOUNDING, CHANGED).map(({ text }) => text);
    const soFar = gaveUpBy(() => diff(FOUNDING, CHANGED, endAt(4)))?.soFar;
    const texts = Array.isArray(soFar) ? soFar.map(({ text }) => String(text)) : [];
    expect(texts.length).toBeGreaterThan(0);
    expect(texts).toEqual(whole.slice(0, texts.length));
  });

  it('are the findings so far', () => {
    const host = FOUNDING.run('ip rule add fwmark 9 table 77');
    const whole = deadRules(host);
    const soFar = gaveUpBy(() => deadRules(host, endAt(40)))?.soFar;
    expect(Array.isArray(soFar) && soFar.length).toBeGreaterThan(0);
    expect(whole.slice(0, Array.isArray(soFar) ? soFar.length : 0)).toEqual(soFar);
  });

  it('is the coverage of the packets that were sent', () => {
    expect(gaveUpBy(() => coverage(FOUNDING, PACKETS, endAt(500)))?.soFar).toMatchObject({
      packets: 512,
    });
  });

  it('is of a claim what holds of the families and directions that were done', () => {
    const every = packetSet({ dst: '127.0.0.1' }).or(packetSet({ dst: '2001:db8::1' }));
    const soFar = (step: number): unknown =>
      gaveUpBy(() => prove(FOUNDING, endAt(step)).every(every).leavesBy('lo'))?.soFar;
    const parts = [
      { family: 4, direction: 'sent', kind: 'wrong' },
      { family: 4, direction: 'received', kind: 'wrong' },
      { family: 6, direction: 'sent', kind: 'wrong' },
    ];
    for (const step of [0, 1, 2, 3]) expect(soFar(step)).toEqual(parts.slice(0, step));
    const never = (step: number): unknown =>
      gaveUpBy(() => prove(FOUNDING, endAt(step)).every(every).neverLeavesBy('lo'))?.soFar;
    expect(never(2)).toEqual(parts.slice(0, 2).map((part) => ({ ...part, kind: 'proved' })));
  });

  it('is that a claim is neither proved nor wrong; the next can be put', () => {
    const controller = new AbortController();
    let isOver = true;
    const claims = prove(FOUNDING, {
      signal: controller.signal,
      progress: () => {
        if (isOver) controller.abort();
      },
    });
    expect(gaveUpBy(() => claims.every(packetSet({})).leaves())?.soFar).toEqual([]);
    isOver = false;
    expect(prove(FOUNDING).every(packetSet({})).leaves().holds).toBe(false);
  });
});

/** A quarter more than it takes: a step, field or rule more must not be felt by all hosts that have no use for it. */
const LOOKS_OF_CLASSES = 60;

it('classes of the founding example are little work', () => {
  let looks = 0;
  classes(FOUNDING, { family: 4, clock: () => looks++, deadline: Infinity });
  expect(looks).toBeGreaterThan(1);
  expect(looks).toBeLessThan(LOOKS_OF_CLASSES);
});
