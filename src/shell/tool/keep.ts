import { answer, type ShellTool } from './shell-tool.js';

/** Gives a status: its first word. */
export const keep: ShellTool = ({ argv: [status = '0'] }) => ({
  ...answer(),
  exit: Number(status),
});
