import { answer, refuse, type ShellTool } from './shell-tool.js';

/** What stands behind a command that writes to a file: passes its status on, unless the file refused what was written. Words: status, and the writer's name as it prints it. */
export const written: ShellTool = ({ session, argv: [status = '0', writer = ''] }) => {
  const failure = session.writeFailure;
  session.writeFailure = undefined;
  if (failure === undefined) return { ...answer(), exit: Number(status) };
  return refuse(1, `${writer}: write error: ${failure}`);
};
