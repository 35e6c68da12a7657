import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string): string => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

export default defineConfig({
  resolve: {
    // Tests read as a user's program would: the package's own names, resolved to its sources.
    alias: [
      { find: /^nexthop$/, replacement: source('index.ts') },
      { find: /^nexthop\/fib$/, replacement: source('lpm/index.ts') },
      { find: /^nexthop\/fast-check$/, replacement: source('fast-check/index.ts') },
      { find: /^nexthop\/picture$/, replacement: source('picture/index.ts') },
      { find: /^nexthop\/shell$/, replacement: source('shell/index.ts') },
      { find: /^nexthop\/translate$/, replacement: source('translate/index.ts') },
      { find: /^nexthop\/verify$/, replacement: source('verify/index.ts') },
      { find: /^nexthop\/vitest$/, replacement: source('vitest/index.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/kernel/**', 'test/**/*.thorough.test.ts'],
    passWithNoTests: false,
    setupFiles: ['test/seed.ts'],
    // Most of a small test's time is loading the library: files share what a worker has loaded, and no test changes it.
    isolate: false,
    maxWorkers: '100%',
    // Tests make hosts and throw them away: with room for young objects a tenth of the time is not spent on collecting them.
    execArgv: ['--max-semi-space-size=64'],
    // A busy machine must not fail a test: how fast things are is for the bench to say.
    testTimeout: 120_000,
  },
});
