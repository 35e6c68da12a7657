import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { addClasses } from './verb/add-classes.js';
import { addCoverage } from './verb/add-coverage.js';
import { addDiff } from './verb/add-diff.js';
import { addHelp } from './verb/add-help.js';
import { addLint } from './verb/add-lint.js';
import { addProve } from './verb/add-prove.js';
import { addReplay } from './verb/add-replay.js';
import { addRun } from './verb/add-run.js';
import { addTranslate } from './verb/add-translate.js';
import { addTrace } from './verb/add-trace.js';
import {
  makesNodes,
  maxNodesOption,
  timeoutOption,
  type CommandBounds,
} from './option/bound-options.js';
import { endStatus } from './terminal/end-status.js';
import { visibleLines } from '../visible-text.js';
import { OutputError } from './terminal/output-error.js';
import { mountOption } from './option/mount-option.js';
import type { Terminal } from './terminal/terminal.js';

const PROGRAM_HELP = `
Examples:
  nexthop run setup.sh
  nexthop run -c 'ip link set lo up; ip route get 127.0.0.1'
  nexthop trace setup.sh tcp to 203.0.113.9:25
  nexthop replay setup.sh capture.pcapng
`;

/**
 * Does what a command line asks for, all output included, and gives the exit status.
 *
 * @param argv - the words after `nexthop`
 */
export async function runCli(argv: readonly string[], terminal: Terminal): Promise<number> {
  let exit = 0;
  const written: Promise<void>[] = [];
  const mounts: string[] = [];
  const bounds: CommandBounds = { clock: terminal.clock };
  const program = makeProgram({ ...terminal, mounts, bounds }, (status) => {
    exit = status;
  });
  for (const command of program.commands) {
    command.addOption(mountOption(mounts)).addOption(timeoutOption(bounds, terminal.clock));
    if (makesNodes(command.name())) command.addOption(maxNodesOption(bounds));
  }
  addHelp(program);
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => void written.push(terminal.stdout(text)),
      writeErr: (text) => void written.push(terminal.stderr(text)),
      outputError: (text, write) => write(visibleLines(text.replace(/^error: /, 'nexthop: '))),
    });
  }
  const failure = await failureOf(program.parseAsync(argv, { from: 'user' }));
  const unwritten = await failureOf(Promise.all(written).then(() => terminal.flush()));
  if (failure !== undefined && !(failure instanceof OutputError)) {
    exit = await endStatus(failure, terminal);
  }
  return unwritten === undefined ? exit : endStatus(unwritten, terminal);
}

/** What work fails with; undefined when it doesn't. */
function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

function makeProgram(terminal: Terminal, end: (exit: number) => void): Command {
  const program = new Command('nexthop')
    .configureHelp({ minWidthToWrap: 30 })
    .description('Where does this packet go, and why? Linux policy routing, simulated.')
    .version(readVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .enablePositionalOptions()
    .addHelpText('after', PROGRAM_HELP);
  addRun(program, terminal, end);
  addTrace(program, terminal, end);
  addReplay(program, terminal, end);
  addProve(program, terminal, end);
  addClasses(program, terminal, end);
  addCoverage(program, terminal, end);
  addDiff(program, terminal, end);
  addLint(program, terminal, end);
  addTranslate(program, terminal, end);
  return program;
}

function readVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { version }: { readonly version: string } = JSON.parse(text);
  return version;
}
