import { answer, type ShellTool } from './shell-tool.js';

/** A program whose work is not to be seen on the machine: `umask`, `sync`. */
export const silent: ShellTool = () => answer();
