import { OTHER_BRANCHES } from '../../command/sysctl/read-key.js';
import { runTool, type Session } from '../session.js';
import type { VirtualFile, VirtualTree } from './virtual-tree.js';

/**
 * /proc/sys/net of the namespace in which the script is: each file is the sysctl of that name.
 *
 * What a sysctl means, which there are and what they refuse is known to `sysctl` alone; this asks it (proc(5), sysctl(8)).
 */
export function procSysNet(session: Session): VirtualTree {
  let known:
    { readonly key: unknown; readonly files: ReadonlyMap<string, VirtualFile> } | undefined;
  const files = (): ReadonlyMap<string, VirtualFile> => {
    // Devices make sysctls, so the list holds as long as the namespace stays the same.
    const key = session.machine.namespaces.get(session.namespace);
    if (known === undefined || known.key !== key) {
      const { stdout } = runTool(session, 'sysctl', { argv: ['-a', '-N'] });
      const names = stdout.split('\n').filter((name) => name.startsWith('net.'));
      known = { key, files: new Map(names.map((name) => [pathOf(name), makeFile(session, name)])) };
    }
    return known.files;
  };
  return { root: '/proc/sys/net', files };
}

/**
 * The folders of /proc/sys beside `net`: which files they have is not known, so that each is taken to be there. What was written can be read; to read
 * another is refused by name.
 */
export function procSysOthers(session: Session): readonly VirtualTree[] {
  const files: ReadonlyMap<string, VirtualFile> = new Map();
  return [...OTHER_BRANCHES].map((branch) => ({
    root: `/proc/sys/${branch}`,
    files: () => files,
    otherFile: (path) => makeFile(session, `${branch}.${nameOf(path)}`),
  }));
}

function makeFile(session: Session, name: string): VirtualFile {
  return {
    read: () => runTool(session, 'sysctl', { argv: ['-n', name] }).stdout,
    write: (text) => {
      // Opening for writing writes nothing yet, and a write of nothing changes nothing.
      if (text === '') return undefined;
      const { stderr, exit } = runTool(session, 'sysctl', {
        argv: ['-q', '-w', `${name}=${text.trimEnd()}`],
      });
      return exit === 0
        ? undefined
        : (/: ([^:]+)\n?$/.exec(stderr)?.[1] ?? 'Invalid argument').trim();
    },
  };
}

/** `net.ipv4.conf.eth0/5.rp_filter` is the file ipv4/conf/eth0.5/rp_filter: in a name, dot and slash change places. */
function pathOf(name: string): string {
  return nameOf(name.slice('net.'.length));
}

function nameOf(text: string): string {
  return text.replaceAll(/[./]/g, (mark) => (mark === '.' ? '/' : '.'));
}
