import { INSTALLED_NAMES } from '../../command/ip/data/installed-names.js';
import type { VirtualTree } from './virtual-tree.js';

/** /usr/share/iproute2: the name files that scripts copy to /etc/iproute2, without their remarks. Read-only. */
export const installedNameFiles: VirtualTree = {
  root: '/usr/share/iproute2',
  files: () =>
    new Map(
      Object.entries(INSTALLED_NAMES).map(([name, text]) => [
        name,
        { read: () => text.replaceAll(/^(\S+) /gm, '$1\t') },
      ]),
    ),
};
