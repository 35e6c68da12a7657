import { readDatabases } from '../../../../src/databases/databases.js';
import type { HostNames } from '../../../../src/command/nft/datatype/host-names.js';

/** A host with `lo` and the files as they are installed. */
export const hostNames: HostNames = {
  databases: readDatabases(new Map()),
  interfaceIndex: (name) => (name === 'lo' ? 1 : undefined),
  interfaceName: (index) => (index === 1 ? 'lo' : undefined),
  marks: { symbols: [], path: '/usr/share/iproute2/rt_marks' },
  deviceGroups: { symbols: [['default', 0]], path: '/usr/share/iproute2/group' },
  realms: { symbols: [['cosmos', 0]], path: '/usr/share/iproute2/rt_realms' },
  connectionLabels: { symbols: [], path: '/etc/connlabel.conf' },
};
