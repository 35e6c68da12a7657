import { withKeptEntries } from '../../namespace/traffic/taken-in-sets.js';
import { tick } from '../../bound.js';
import { namespaceOf, withNamespace } from '../../machine/machine.js';
import type { Command, CommandContext, CommandResult } from '../command.js';
import { refuseByName } from '../result.js';
import { IpsetMistake, parameterMistake, TOOL } from './mistake.js';
import { splitLine } from './restore-words.js';
import { IpsetSession } from './session.js';

const HINT = "Try `ipset help' for more information.\n";
/** Exit status when there is no such file. */
const NO_FILE_EXIT = 255;

/** `ipset`: sets of addresses, networks and ports, for `-m set`. Source: ipset(8), ipset 7.22. */
export const ipsetCommand: Command = (context) => {
  const session = new IpsetSession(
    withKeptEntries(namespaceOf(context.machine, context.namespace)),
  );
  try {
    const exit = runLine(session, context);
    return finish(session, context, exit);
  } catch (error) {
    if (!(error instanceof IpsetMistake)) throw error;
    if (error.kind === 'unsimulated') {
      return refuseByName(context, error.message, session.line > 0 ? session.line : undefined);
    }
    session.stderr += complaint(session, error);
    return finish(session, context, error.kind === 'parameter' ? 2 : 1);
  }
};

function runLine(session: IpsetSession, context: CommandContext): number {
  const line = session.read(context.argv);
  if (line.command !== 'restore') {
    session.run(line);
    saysWarning(session);
    return session.exit;
  }
  const { file } = session.environment;
  session.environment.file = undefined;
  const text = file === undefined ? context.readStdin() : context.files.read(file);
  return text === undefined ? NO_FILE_EXIT : restore(session, text);
}

/** Commands that a file can't have. */
const NOT_IN_FILES: ReadonlySet<string> = new Set(['restore', 'help', 'version', 'interactive']);

/** A line of a file takes so many pieces of work. */
const LINE_PIECES = 32;

/** Does the commands of a file, up to the first that fails. @throws IpsetMistake */
function restore(session: IpsetSession, text: string): number {
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    tick(LINE_PIECES);
    const words = splitLine(line, index === lines.length - 1);
    if (words === undefined) continue;
    session.line = index + 1;
    const read = session.read(words);
    if (session.environment.file !== undefined) {
      throw new IpsetMistake('unsimulated', 'ipset -file in a file');
    }
    if (read.command === 'quit') {
      session.forget();
      return 0;
    }
    if (NOT_IN_FILES.has(read.command)) {
      throw parameterMistake(`Command \`${read.command}' is invalid in restore mode.`);
    }
    session.run(read);
    if (session.exit !== 0 || saysWarning(session)) return session.exit;
  }
  session.send();
  return 0;
}

/** Says what a line that was done is warned of; false when there is nothing to say. */
function saysWarning(session: IpsetSession): boolean {
  if (session.warning === '' || session.environment.quiet) return false;
  session.stderr += `Warning: ${session.warning}\n`;
  return true;
}

function complaint({ environment, line }: IpsetSession, { kind, message }: IpsetMistake): string {
  if (environment.quiet) return '';
  if (kind === 'parameter') return `${TOOL}: ${message}\n${HINT}`;
  return `${TOOL}: ${line > 0 ? `Error in line ${line}: ` : ''}${message}\n`;
}

function finish(session: IpsetSession, context: CommandContext, exit: number): CommandResult {
  const { namespace, stdout, stderr } = session;
  const machine = withNamespace(context.machine, context.namespace, namespace);
  const result = { machine, stdout, stderr, exit };
  return intoFile(result, session);
}

/** What `-file` names gets the sets that are listed. */
function intoFile(
  result: CommandResult,
  { environment: { file, quiet }, written }: IpsetSession,
): CommandResult {
  if (file === undefined || written === undefined) return result;
  const refusal = quiet ? '' : `${TOOL}: Cannot open ${file} for writing: `;
  return {
    ...result,
    written: { path: file, text: written, complaint: refusal, complaintExit: 1 },
  };
}
