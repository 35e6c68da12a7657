#!/usr/bin/env node
import { CLOSED_EXIT, endStatus } from './terminal/end-status.js';
import { nodeTerminal } from './terminal/node-terminal.js';
import { processWords } from './input/process-words.js';
import { runCli } from './program.js';

const terminal = nodeTerminal();
// What goes wrong outside of the command's own course of events.
process.on('uncaughtException', (error) => {
  void endStatus(error, terminal).then((exit) => process.exit(exit));
});
process.exitCode = await runCli(processWords(), terminal);
// Nothing more is read for somebody who has gone.
if (process.exitCode === CLOSED_EXIT) process.exit();
