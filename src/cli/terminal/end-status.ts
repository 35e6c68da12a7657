import { CommanderError } from 'commander';
import { GaveUp } from '../../bound.js';
import { visibleLines } from '../../visible-text.js';
import { CliError, USAGE_EXIT } from './cli-error.js';
import { OutputError } from './output-error.js';
import type { Terminal } from './terminal.js';

/** Exit status of work that was given up: it took more than it may. */
export const GAVE_UP_EXIT = 5;
/** Exit status when standard output can't be written: as for a file that can't be read. */
const UNWRITABLE_EXIT = 126;
/** Exit status that a shell gives a program that SIGPIPE has ended. */
export const CLOSED_EXIT = 141;
/** Exit status for a fault of nexthop itself: EX_SOFTWARE of sysexits.h. */
const BUG_EXIT = 70;

/**
 * Ends a command that could not go on: says why in one line, and gives the exit status. A fault of nexthop itself is called one; its stack
 * is shown when NEXTHOP_DEBUG is set.
 */
export async function endStatus(error: unknown, terminal: Terminal): Promise<number> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE_EXIT;
  if (error instanceof CliError) {
    await terminal.stderr(`nexthop: ${visibleLines(error.message)}\n`);
    return error.exit;
  }
  if (error instanceof GaveUp) {
    await terminal.stderr(`nexthop: ${visibleLines(error.message)}\n`);
    return GAVE_UP_EXIT;
  }
  if (error instanceof OutputError) {
    if (error.isClosed) return CLOSED_EXIT;
    await terminal.stderr(`nexthop: ${error.message}\n`);
    return UNWRITABLE_EXIT;
  }
  await terminal.stderr(describeBug(error, terminal.env['NEXTHOP_DEBUG'] ?? ''));
  return BUG_EXIT;
}

function describeBug(error: unknown, debug: string): string {
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const [line = ''] = what.split('\n');
  const report =
    'please report it to the authors of nexthop, with the command line and the scripts that it read';
  const stack = error instanceof Error ? error.stack : undefined;
  if (debug !== '' && stack !== undefined) {
    return visibleLines(`nexthop: a fault of nexthop itself: ${report}\n${stack}\n`);
  }
  return visibleLines(
    `nexthop: a fault of nexthop itself (${line}): ${report}; NEXTHOP_DEBUG=1 shows where it happened\n`,
  );
}
