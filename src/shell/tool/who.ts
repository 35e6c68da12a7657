import { HOST_NAME } from '../files/host-files.js';
import { refuseNotSimulated } from './not-simulated.js';
import { answer, refuse, type ShellTool } from './shell-tool.js';

/** `whoami`: the script is run by root. */
export const whoami: ShellTool = ({ argv }) => {
  const [extra] = argv;
  if (extra === undefined) return answer('root\n');
  if (extra.startsWith('-')) return refuseNotSimulated(`whoami ${argv.join(' ')}`);
  return refuse(1, `whoami: extra operand '${extra}'\nTry 'whoami --help' for more information.`);
};

/** `hostname`: the name can't be changed. Source: hostname(1). */
export const hostname: ShellTool = ({ argv }) => {
  if (argv.every((word) => /^(-[fs]|--fqdn|--long|--short)$/.test(word))) {
    return answer(`${HOST_NAME}\n`);
  }
  return refuseNotSimulated(`hostname ${argv.join(' ')}`);
};

/** `arch`: what `uname -m` has. */
export const arch: ShellTool = ({ argv }) =>
  argv.length === 0 ? answer('x86_64\n') : refuseNotSimulated(`arch ${argv.join(' ')}`);
