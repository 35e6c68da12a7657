import { afterAll, afterEach, inject, type RunnerTestFile } from 'vitest';
import { watchPackets } from '../host/watch-packets.js';
import { CoverageCounter } from './coverage-counter.js';

// A setup file: Vitest runs it before each test file, in the same process.
const counter = new CoverageCounter();
watchPackets((host, packet) => counter.add(host, packet));

let file: RunnerTestFile | undefined;

afterEach(({ task }) => {
  ({ file } = task);
});

afterAll(() => {
  watchPackets(undefined);
  if (file !== undefined) file.meta.nexthopCoverage = counter.report(inject('nexthopCoverage'));
});
