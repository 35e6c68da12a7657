import { answer, type ShellTool } from './shell-tool.js';

/** A program whose work is not to be seen on the machine: `modprobe` (what is simulated is built in), `logger`, `umask`, `sync`. */
export const silent: ShellTool = () => answer();
