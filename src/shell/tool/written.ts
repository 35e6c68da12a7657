import { complain } from '../complaint.js';
import { answer, refuse, type ShellTool } from './shell-tool.js';

/** What stands behind a command that writes to a file: succeeds when the file refused what was written. Word: the command's status, which it keeps. */
export const refused: ShellTool = ({ session, argv: [status = '0'] }) => {
  session.statusBefore = Number(status);
  return { ...answer(), exit: session.writeFailure === undefined ? 1 : 0 };
};

/** Fails with what a file said that refused. Words: `shell` or `program`, and the name of what wrote. */
export const written: ShellTool = ({ session, argv: [kind, name = ''] }) => {
  const words = `${name}: write error: ${session.writeFailure ?? ''}`;
  session.writeFailure = undefined;
  return refuse(1, kind === 'shell' ? complain(session, words) : words);
};
