import { record, type Session } from '../session.js';
import type { Disk } from './disk.js';
import { unlessRefused } from './file-error.js';

/** Folders of every Linux system of whose files only a few are here. What is below one that is not here is not known either. */
const UNKNOWN: ReadonlySet<string> = new Set(
  (
    '/ /boot /dev /etc /etc/default /etc/modules-load.d /etc/sysctl.d /home /lib /mnt /opt /proc /proc/self /root /srv /sys /sys/class /usr /usr/lib /usr/local ' +
    '/usr/share /var /var/lib /var/log'
  ).split(' '),
);

/**
 * Writes down that a script wanted a file that is not here and that Linux may have: what it would have done with it is not known. Of a
 * folder from outside and of one that the script made it is known what is in it, and of what the script took away that it is gone.
 */
export async function noteAbsent(session: Session, disk: Disk, path: string): Promise<void> {
  const at = await unlessRefused(disk.locate(path));
  if (at === undefined || disk.isKnown(at)) return;
  let folder = at;
  do folder = folder.slice(0, folder.lastIndexOf('/')) || '/';
  while (!(await disk.exists(folder)));
  if (!UNKNOWN.has(folder)) return;
  record(session, [{ kind: 'refused', what: `file ${path}`, command: `read ${path}` }], []);
}
