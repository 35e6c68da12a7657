import { HOST_NAME } from '../files/host-files.js';
import { refuseNotSimulated } from './not-simulated.js';
import { answer, type ShellTool } from './shell-tool.js';

/** What uname(1) prints for each letter, in the order in which it prints them. */
const NAMES: readonly (readonly [letter: string, text: string])[] = [
  ['s', 'Linux'],
  ['n', HOST_NAME],
  ['r', '6.18.0'],
  ['v', '#1 SMP PREEMPT_DYNAMIC'],
  ['m', 'x86_64'],
  ['o', 'GNU/Linux'],
];

/** `uname`: the kernel whose behaviour is simulated. */
export const uname: ShellTool = ({ argv }) => {
  if (argv.some((word) => !/^-[asnrvmo]+$/.test(word)))
    return refuseNotSimulated(`uname ${argv.join(' ')}`);
  const letters = argv.length === 0 ? 's' : argv.join('');
  const all = letters.includes('a');
  const asked = NAMES.filter(([letter]) => all || letters.includes(letter));
  return answer(`${asked.map(([, text]) => text).join(' ')}\n`);
};
