export type { FolderEntry, SourceFolder } from './files/source-folder.js';
export { run } from './run.js';
export { GaveUp, type Bounds, type GaveUpReason, type Progress } from '../bound.js';
export type { RunOptions, RunResult } from './run-with.js';
export type { ScriptLimits, ScriptSoFar } from './script-bound.js';
