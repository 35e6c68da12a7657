#!/usr/bin/env node
import { nodeTerminal } from './node-terminal.js';
import { runCli } from './program.js';

// A reader that has seen enough, such as head(1), is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

process.exitCode = await runCli(process.argv.slice(2), nodeTerminal());
