import { operState } from '../../command/ip/link/link-state-words.js';
import { namespaceOf } from '../../machine/machine.js';
import { forwards } from '../../namespace/bridge-ports.js';
import { masterOf } from '../../namespace/namespace.js';
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
      const namespace = namespaceOf(session.machine, session.namespace);
      for (const link of namespace.links) {
        for (const [name, read] of attributesOf(link)) files.set(`${link.name}/${name}`, { read });
        if (link.kind === 'bridge')
          files.set(`${link.name}/bridge/stp_state`, { read: () => '0\n' });
        const master = masterOf(namespace, link);
        if (master === undefined) continue;
        if (master.kind === 'bridge') {
          files.set(`${master.name}/brif/${link.name}/state`, {
            read: () => portState(link, master),
          });
        }
        for (const [name, read] of attributesOf(master)) {
          files.set(`${link.name}/master/${name}`, { read });
        }
      }
      return files;
    },
    links: () => {
      const namespace = namespaceOf(session.machine, session.namespace);
      return new Map(
        namespace.links.toArray().flatMap((link) => {
          const master = masterOf(namespace, link);
          return master === undefined ? [] : [[`${link.name}/master`, `../${master.name}`]];
        }),
      );
    },
  };
}

/** 3 is forwarding, 0 disabled. Source: `BR_STATE_FORWARDING`. */
function portState(port: Link, bridge: Link): string {
  return forwards(bridge, port) ? '3\n' : '0\n';
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
