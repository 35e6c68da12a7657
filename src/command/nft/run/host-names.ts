import { readDatabases } from '../../../databases/databases.js';
import { namespaceOf, type Machine } from '../../../machine/machine.js';
import { linkByIndex, linkByName, type Namespace } from '../../../namespace/namespace.js';
import type { FileNames, HostNames, NamedValues } from '../datatype/host-names.js';

const CONNECTION_LABELS = '/etc/connlabel.conf';

/** The names that nft finds on a machine, in a namespace. */
export function hostNames(machine: Machine, namespace: string): HostNames {
  return hostNamesIn(namespaceOf(machine, namespace), machine.files);
}

/** The names that nft finds in a namespace of a machine with these files. */
export function hostNamesIn(found: Namespace, files: Machine['files']): HostNames {
  return {
    databases: readDatabases(files),
    interfaceIndex: (name) => linkByName(found, name)?.index,
    interfaceName: (index) => linkByIndex(found, index)?.name,
    marks: readNames(files, 'rt_marks', []),
    deviceGroups: readNames(files, 'group', [['default', 0]]),
    realms: readNames(files, 'rt_realms', [['cosmos', 0]]),
    connectionLabels: namesIn(files.get(CONNECTION_LABELS) ?? '', CONNECTION_LABELS),
  };
}

/** A line of such a file: a number, also in hexadecimal, and a name; what is behind a `#` is left out. Source: nft's `rt_symbol_table_init`. */
const LINE = /^\s*(0x[\da-f]+|\d+)\s+([^\s#]+)\s*(?:#.*)?$/i;

/** The names of a file of iproute2: the one of the host, or the one that was installed. */
function readNames(
  files: Machine['files'],
  name: string,
  installed: NamedValues['symbols'],
): FileNames {
  const own = `/etc/iproute2/${name}`;
  const shared = `/usr/share/iproute2/${name}`;
  const path = files.get(own) === undefined ? shared : own;
  const text = files.get(path);
  return text === undefined ? { symbols: installed, path } : namesIn(text, path);
}

function namesIn(text: string, path: string): FileNames {
  const symbols = text.split('\n').flatMap((line) => {
    const [, number, name] = LINE.exec(line) ?? [];
    return number === undefined || name === undefined ? [] : [[name, Number(number)] as const];
  });
  return { symbols, path };
}
