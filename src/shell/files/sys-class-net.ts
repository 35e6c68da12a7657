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
      for (const link of linksOf(session)) {
        for (const [name, read] of attributesOf(link)) files.set(`${link.name}/${name}`, { read });
        if (link.kind === 'bridge')
          files.set(`${link.name}/bridge/stp_state`, { read: () => '0\n' });
        const bridge = bridgeOf(session, link);
        if (bridge === undefined) continue;
        files.set(`${bridge.name}/brif/${link.name}/state`, {
          read: () => portState(link, bridge),
        });
        for (const [name, read] of attributesOf(bridge)) {
          files.set(`${link.name}/master/${name}`, { read });
        }
      }
      return files;
    },
    links: () =>
      new Map(
        linksOf(session).flatMap((link) => {
          const bridge = bridgeOf(session, link);
          return bridge === undefined ? [] : [[`${link.name}/master`, `../${bridge.name}`]];
        }),
      ),
  };
}

function linksOf({ machine, namespace }: Session): readonly Link[] {
  return machine.namespaces.get(namespace)?.links.toArray() ?? [];
}

function bridgeOf(session: Session, { master }: Link): Link | undefined {
  return master === undefined ? undefined : linksOf(session).find(({ index }) => index === master);
}

/** 3 is forwarding, 0 disabled. Source: `BR_STATE_FORWARDING`. */
function portState(port: Link, bridge: Link): string {
  return bridge.up && port.up && port.carrier ? '3\n' : '0\n';
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
