import type { Map } from 'immutable';
import { INSTALLED_NAMES } from './data/installed-names.js';
import { makeHashedNames, makeIndexedNames } from './name-tables.js';
import { parseNameFile, type NamedNumber, type Names } from './names.js';

const OWN_FOLDER = '/etc/iproute2';
const INSTALLED_FOLDER = '/usr/share/iproute2';

/** Names that the tool has without any file. */
const BUILT_IN = {
  tables: '253 default\n254 main\n255 local\n',
  scopes: '0 global\n200 site\n253 link\n254 host\n255 nowhere\n',
  dsfields: '0 0\n',
  realms: '0 unknown\n',
  groups: '0 default\n',
};

/**
 * The names that one run of `ip` on a machine with these files knows. Files are read when they are first needed.
 *
 * @param warn - takes what the tool prints about a broken file
 * @param numeric - numbers are to be shown as numbers
 */
export function readNames(
  files: Map<string, string>,
  numeric: boolean,
  warn: (stderr: string) => void,
): Names {
  const read = (path: string, text: string): readonly NamedNumber[] => {
    const { entries, broken } = parseNameFile(text);
    if (broken !== undefined) warn(`Database ${path} is corrupted at ${broken}\n`);
    return entries;
  };
  const source = (file: string, builtIn: string, folder: boolean) => ({
    builtIn: parseNameFile(builtIn).entries,
    load: () =>
      [...mainFile(files, file), ...(folder ? dropIns(files, `${file}.d`) : [])].flatMap(
        ([path, text]) => read(path, text),
      ),
    numeric,
  });
  return {
    tables: makeHashedNames(source('rt_tables', BUILT_IN.tables, true)),
    protocols: makeIndexedNames(source('rt_protos', BUILT_IN_PROTOCOLS, true)),
    scopes: makeIndexedNames(source('rt_scopes', BUILT_IN.scopes, false)),
    dsfields: makeIndexedNames(source('rt_dsfield', BUILT_IN.dsfields, false)),
    realms: makeIndexedNames(source('rt_realms', BUILT_IN.realms, false)),
    groups: makeHashedNames(source('group', BUILT_IN.groups, false)),
  };
}

/** All that the installed file has but `ovn` and `openr`. */
const BUILT_IN_PROTOCOLS = (INSTALLED_NAMES['rt_protos'] ?? '').replace(/^\d+ (ovn|openr)\n/gm, '');

type NamedText = readonly [path: string, text: string];

/** The machine's own file wins over the installed one as a whole. */
function mainFile(files: Map<string, string>, file: string): readonly NamedText[] {
  for (const folder of [OWN_FOLDER, INSTALLED_FOLDER]) {
    const path = `${folder}/${file}`;
    const text =
      files.get(path) ?? (folder === INSTALLED_FOLDER ? INSTALLED_NAMES[file] : undefined);
    if (text !== undefined) return [[path, text]];
  }
  return [];
}

/** The `*.conf` files of a folder, the installed ones first, without those that the machine's own folder has too. */
function dropIns(files: Map<string, string>, folder: string): readonly NamedText[] {
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
function confFiles(files: Map<string, string>, folder: string): readonly NamedText[] {
  return [...files]
    .filter(
      ([path]) => path.startsWith(folder) && /^[^./][^/]*\.conf$/.test(path.slice(folder.length)),
    )
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}
