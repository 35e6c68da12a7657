import { complain } from '../complaint.js';
import { SHELL_PID } from '../session.js';
import { refuseNotSimulated } from './not-simulated.js';
import { answer, refuse, type ShellTool } from './shell-tool.js';

/** `kill`: background commands are over as soon as they are started, so of all processes only the shell itself is there. */
export const kill: ShellTool = ({ session, argv }) => {
  const [first = '', ...rest] = argv;
  const isSignal = first.startsWith('-') && first !== '--';
  const [signal, pids] =
    first === '-s' || first === '-n'
      ? [rest[0] ?? '', rest.slice(1)]
      : isSignal
        ? [first.slice(1), rest]
        : ['TERM', first === '--' ? rest : argv];
  if (signal === 'l' || signal === 'L') return refuseNotSimulated('kill -l');
  if (pids.length === 0) {
    return refuse(
      2,
      'kill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]',
    );
  }
  for (const pid of pids) {
    if (!/^-?\d+$/.test(pid))
      return refuse(1, complain(session, `kill: ${pid}: arguments must be process or job IDs`));
    if (pid !== `${SHELL_PID}`)
      return refuse(1, complain(session, `kill: (${pid}) - No such process`));
    if (signal !== '0') return refuseNotSimulated('a signal to the script itself');
  }
  return answer();
};
