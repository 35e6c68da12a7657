import type { Map as ImmutableMap } from 'immutable';
import { INSTALLED_NAMES } from './data/installed-names.js';
import { makeHashedNames, makeIndexedNames } from './name-tables.js';
import { parseNameFile, type NamedNumber, type Names } from './names.js';

const OWN_FOLDER = '/etc/iproute2';
const INSTALLED_FOLDER = '/usr/share/iproute2';

const entriesOf = (text: string): readonly NamedNumber[] => parseNameFile(text).entries;

/** The installed files, read once for all. */
const INSTALLED: ReadonlyMap<string, readonly NamedNumber[]> = new Map(
  Object.entries(INSTALLED_NAMES).map(([file, text]) => [file, entriesOf(text)]),
);

/** Names that the tool has without any file. */
const BUILT_IN = {
  tables: entriesOf('253 default\n254 main\n255 local\n'),
  protocols: (INSTALLED.get('rt_protos') ?? []).filter(({ name }) => !/^(ovn|openr)$/.test(name)),
  scopes: entriesOf('0 global\n200 site\n253 link\n254 host\n255 nowhere\n'),
  dsfields: entriesOf('0 0\n'),
  realms: entriesOf('0 unknown\n'),
  groups: entriesOf('0 default\n'),
};

/**
 * The names that one run of `ip` on a machine with these files knows. Files are read when they are first needed.
 *
 * @param warn - takes what the tool prints about a broken file
 * @param numeric - numbers are to be shown as numbers
 */
export function readNames(
  files: ImmutableMap<string, string>,
  numeric: boolean,
  warn: (stderr: string) => void,
): Names {
  const read = ([path, text]: NamedText): readonly NamedNumber[] => {
    const { entries, broken } = parseNameFile(text);
    if (broken !== undefined) warn(`Database ${path} is corrupted at ${broken}\n`);
    return entries;
  };
  const readMain = (file: string): readonly NamedNumber[] => {
    const own = ownFile(files, file);
    return own === undefined ? (INSTALLED.get(file) ?? []) : read(own);
  };
  const source = (file: string, builtIn: readonly NamedNumber[], folder: boolean) => ({
    builtIn,
    load: () => [...readMain(file), ...(folder ? dropIns(files, `${file}.d`).flatMap(read) : [])],
    numeric,
  });
  return {
    tables: makeHashedNames(source('rt_tables', BUILT_IN.tables, true)),
    protocols: makeIndexedNames(source('rt_protos', BUILT_IN.protocols, true)),
    scopes: makeIndexedNames(source('rt_scopes', BUILT_IN.scopes, false)),
    dsfields: makeIndexedNames(source('rt_dsfield', BUILT_IN.dsfields, false)),
    realms: makeIndexedNames(source('rt_realms', BUILT_IN.realms, false)),
    groups: makeHashedNames(source('group', BUILT_IN.groups, false)),
  };
}

type NamedText = readonly [path: string, text: string];

/** A file of the machine's own: /etc wins over /usr as a whole. Undefined when it has neither, and reads the installed one. */
function ownFile(files: ImmutableMap<string, string>, file: string): NamedText | undefined {
  for (const folder of [OWN_FOLDER, INSTALLED_FOLDER]) {
    const path = `${folder}/${file}`;
    const text = files.get(path);
    if (text !== undefined) return [path, text];
  }
  return undefined;
}

/** The `*.conf` files of a folder, the installed ones first, without those that the machine's own folder has too. */
function dropIns(files: ImmutableMap<string, string>, folder: string): readonly NamedText[] {
  const own = `${OWN_FOLDER}/${folder}/`;
  const installed = `${INSTALLED_FOLDER}/${folder}/`;
  return [
    ...confFiles(files, installed).filter(
      ([path]) => !files.has(own + path.slice(installed.length)),
    ),
    ...confFiles(files, own),
  ];
}

/** The tool takes them in the order of the folder, which is none; here it is that of their names. */
function confFiles(files: ImmutableMap<string, string>, folder: string): readonly NamedText[] {
  return [...files]
    .filter(
      ([path]) => path.startsWith(folder) && /^[^./][^/]*\.conf$/.test(path.slice(folder.length)),
    )
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}
