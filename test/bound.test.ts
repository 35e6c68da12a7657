import { describe, expect, it } from 'vitest';
import { Bound, GaveUp, type Bounds } from '../src/bound.js';

/** A clock that goes on by so many milliseconds whenever it's looked at. */
function ticking(step: number): () => number {
  let now = 0;
  return () => (now += step);
}

/** How often a bound can be ticked before it gives up. */
function ticksUntil(options: Bounds, most = 100_000): { ticks: number; error: unknown } {
  const bound = new Bound(options);
  bound.at(0, 1, 'this');
  for (let ticks = 0; ticks < most; ticks++) {
    try {
      bound.tick();
    } catch (error) {
      return { ticks, error };
    }
  }
  return { ticks: most, error: undefined };
}

describe('a bound', () => {
  it('gives up when the deadline has passed', () => {
    const { ticks, error } = ticksUntil({ deadline: 5, clock: ticking(1) });
    expect(ticks).toBeLessThan(30_000);
    expect(error).toMatchObject({ name: 'GaveUp', reason: 'deadline', done: 0, soFar: undefined });
  });

  it('never does without one', () => {
    expect(ticksUntil({ clock: ticking(1e6) })).toEqual({ ticks: 100_000, error: undefined });
  });

  it('gives up when the signal is aborted, by progress itself too', () => {
    const controller = new AbortController();
    const { error } = ticksUntil({
      signal: controller.signal,
      clock: ticking(30),
      progress: () => controller.abort(),
    });
    expect(error).toMatchObject({ reason: 'aborted' });
  });

  it('reports progress within a step, no more than 100 ms after the last time', () => {
    const reported: number[] = [];
    let now = 0;
    const bound = new Bound({ clock: () => now, progress: () => reported.push(now) });
    bound.step(3, 7, 'this');
    for (; now < 1000; now++) for (let ticks = 0; ticks < 4097; ticks++) bound.tick();
    const gaps = reported.slice(1).map((time, index) => time - (reported[index] ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(100);
    expect(reported.length).toBeLessThan(40);
  });

  it('says how far it came', () => {
    const bound = new Bound({ clock: ticking(700) }, 'packets');
    bound.at(3, 7, 'IPv4 sent');
    expect(bound.gaveUp('nodes').message).toBe(
      'gave up after 0.7 s (too many nodes): 3 of 7 packets done, at IPv4 sent',
    );
    bound.at(3, Infinity, '');
    expect(bound.gaveUp('deadline').message).toBe('gave up after 1.4 s: 3 packets done');
  });

  it('holds nothing when it is lifted', () => {
    const bound = new Bound({ deadline: -1 });
    expect(() => bound.look()).toThrow(GaveUp);
    bound.lift();
    bound.look();
    bound.hold();
    expect(() => bound.look()).toThrow(GaveUp);
  });
});
