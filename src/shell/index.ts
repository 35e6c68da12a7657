export { run } from './run.js';
export type { RunOptions, RunResult } from './run-with.js';
