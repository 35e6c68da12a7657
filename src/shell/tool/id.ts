import { refuseNotSimulated } from './not-simulated.js';
import { answer, type ShellTool } from './shell-tool.js';

/** `id`: the script is run by root. */
export const id: ShellTool = ({ argv }) => {
  const letters = argv.join(' ').replaceAll(/[- ]/g, '');
  if (argv.some((word) => !/^-[ugGnr]+$/.test(word)))
    return refuseNotSimulated(`id ${argv.join(' ')}`);
  if (letters === '') return answer('uid=0(root) gid=0(root) groups=0(root)\n');
  return answer(letters.includes('n') ? 'root\n' : '0\n');
};
