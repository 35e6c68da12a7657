import { operState } from '../../command/ip/link/link-state-words.js';
import type { Link } from '../../namespace/link.js';
import type { Session } from '../session.js';
import { makeFileError } from './file-error.js';
import type { VirtualFile, VirtualTree } from './virtual-tree.js';

/** /sys/class/net of the namespace in which the script is: one folder for each device, with what scripts ask of it. Read-only. */
export function sysClassNet(session: Session): VirtualTree {
  return {
    root: '/sys/class/net',
    files: () => {
      const files = new Map<string, VirtualFile>();
      for (const link of session.machine.namespaces.get(session.namespace)?.links ?? []) {
        for (const [name, read] of attributesOf(link)) files.set(`${link.name}/${name}`, { read });
      }
      return files;
    },
  };
}

/** Each attribute and its text, as the kernel prints it (Documentation/ABI/testing/sysfs-class-net). */
function attributesOf(link: Link): [name: string, read: () => string][] {
  return [
    ['address', () => `${link.lladdr}\n`],
    ['carrier', () => readCarrier(link)],
    ['ifindex', () => `${link.index}\n`],
    ['mtu', () => `${link.mtuBytes}\n`],
    ['operstate', () => `${operState(link).toLowerCase()}\n`],
  ];
}

function readCarrier(link: Link): string {
  if (!link.up) throw makeFileError('EINVAL', 'read', `/sys/class/net/${link.name}/carrier`);
  return link.carrier ? '1\n' : '0\n';
}
