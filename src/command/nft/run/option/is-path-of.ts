import type { CommandContext } from '../../../command.js';

/** Folders that every machine has. Source: hier(7). */
const FOLDERS: ReadonlySet<string> = new Set(
  [
    '/ /bin /boot /dev /etc /home /lib /media /mnt /opt /proc /root /run /sbin /srv /sys /tmp /usr /usr/bin /usr/lib',
    '/usr/local /usr/local/etc /usr/sbin /usr/share /var /var/lib /var/log /var/run /var/tmp . ..',
  ].flatMap((line) => line.split(' ')),
);

/** Reports whether a machine has a folder or a file of a path: those that are usual, and those that its files are in. */
export function isPathOf(
  { machine: { files }, readFile }: Pick<CommandContext, 'machine' | 'readFile'>,
  path: string,
): boolean {
  if (path === '') return false;
  const plain = resolved(path);
  if (FOLDERS.has(plain) || readFile(plain) !== undefined) return true;
  return [...files.keys()].some((name) => name.startsWith(`${plain}/`));
}

/** A path of no steps back, as realpath(3) has it; one that doesn't begin at the root stays as it is. */
function resolved(path: string): string {
  if (!path.startsWith('/')) return path.replace(/\/+$/, '');
  const steps: string[] = [];
  for (const step of path.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return `/${steps.join('/')}`;
}
