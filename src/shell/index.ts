export type { FolderEntry, SourceFolder } from './files/source-folder.js';
export { run } from './run.js';
export type { RunOptions, RunResult } from './run-with.js';
