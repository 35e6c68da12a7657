import { defineConfig, mergeConfig } from 'vitest/config';
import unit from './vitest.config.js';

const { test: _unitTests, ...shared } = unit;

// Network namespaces have names on the whole machine, so kernel tests run one after another.
export default mergeConfig(
  shared,
  defineConfig({
    test: {
      include: ['test/kernel/**/*.test.ts'],
      fileParallelism: false,
      // The library is loaded once: that takes longer than most of these files.
      isolate: false,
      maxConcurrency: 1,
      testTimeout: 120_000,
      hookTimeout: 120_000,
    },
  }),
);
