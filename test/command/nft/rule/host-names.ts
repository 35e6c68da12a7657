import { readDatabases } from '../../../../src/databases/databases.js';
import type { HostNames } from '../../../../src/command/nft/datatype/host-names.js';

/** A host with `lo` and the files as they are installed. */
export const hostNames: HostNames = {
  databases: readDatabases(new Map()),
  interfaceIndex: (name) => (name === 'lo' ? 1 : undefined),
  interfaceName: (index) => (index === 1 ? 'lo' : undefined),
  marks: { symbols: [] },
  deviceGroups: { symbols: [['default', 0]] },
  realms: { symbols: [['cosmos', 0]] },
  connectionLabels: { symbols: [] },
};
