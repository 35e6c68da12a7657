import { defineConfig, mergeConfig } from 'vitest/config';
import unit from './vitest.config.js';

const { test: _unitTests, ...shared } = unit;

// The suites that `npm test` runs in a small form, whole.
export default mergeConfig(
  shared,
  defineConfig({
    test: {
      ...unit.test,
      include: ['test/**/*.thorough.test.ts'],
      exclude: ['test/kernel/**'],
    },
  }),
);
