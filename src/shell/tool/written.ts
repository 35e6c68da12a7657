import { complain } from '../complaint.js';
import { answer, refuse, type ShellTool } from './shell-tool.js';

/**
 * What stands behind a command that writes to a file: passes its status on, unless the file refused what was written.
 *
 * Words: the status, `shell` or `program`, and the name of what wrote.
 */
export const written: ShellTool = ({ session, argv: [status = '0', kind, name = ''] }) => {
  const failure = session.writeFailure;
  session.writeFailure = undefined;
  if (failure === undefined) return { ...answer(), exit: Number(status) };
  const words = `${name}: write error: ${failure}`;
  return refuse(1, kind === 'shell' ? complain(session, words) : words);
};
