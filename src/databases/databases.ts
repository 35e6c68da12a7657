import { INSTALLED_FILES } from './installed-files.js';

/** Names and the numbers that they stand for: users, groups, protocols. */
export interface NumberedNames {
  /** The number that a name or an alias stands for; undefined when there is no such name. */
  readonly numberOf: (name: string) => number | undefined;
  /** The first name that a number has; undefined when it has none. */
  readonly nameOf: (number: number) => string | undefined;
  /** All names, in the order of the file. */
  readonly names: () => readonly string[];
}

/** Services by name and by port, of one transport protocol each. */
export interface Services {
  /** The port of a service; undefined when the protocol has none of that name or alias. */
  readonly portOf: (name: string, protocol: string) => number | undefined;
  /** The name of the service at a port; undefined when the protocol has none there. */
  readonly nameAt: (port: number, protocol: string) => string | undefined;
}

/** The databases in which the C library looks names up, each from its file. Source: nsswitch.conf(5). */
export interface Databases {
  readonly users: NumberedNames;
  readonly groups: NumberedNames;
  readonly protocols: NumberedNames;
  readonly services: Services;
}

/** One line of a database. */
interface Entry {
  readonly number: number;
  /** The protocol of a service; empty for all else. */
  readonly protocol: string;
  readonly names: readonly string[];
}

/**
 * The databases of a machine with these files. A file that isn't there is as it was installed; an empty one has no names. Each is read
 * when it is first needed.
 *
 * Source: passwd(5), group(5), protocols(5), services(5).
 */
export function readDatabases(files: {
  readonly get: (path: string) => string | undefined;
}): Databases {
  const read = (path: string, readLine: ReadLine): (() => Index) => {
    let index: Index | undefined;
    return () =>
      (index ??= indexOf(path, files.get(path) ?? INSTALLED_FILES.get(path) ?? '', readLine));
  };
  const services = read('/etc/services', readService);
  return {
    users: numberedNames(read('/etc/passwd', readAccount)),
    groups: numberedNames(read('/etc/group', readAccount)),
    protocols: numberedNames(read('/etc/protocols', readProtocol)),
    services: {
      portOf: (name, protocol) => services().numbers.get(`${name}/${protocol}`),
      nameAt: (port, protocol) => services().names.get(`${port}/${protocol}`),
    },
  };
}

type ReadLine = (line: string) => Entry | undefined;

/** What a file holds; a service's key has its protocol behind a slash. Of several entries the first counts. */
interface Index {
  readonly numbers: ReadonlyMap<string, number>;
  readonly names: ReadonlyMap<string, string>;
}

/** What was read last: a machine's files stay the same from command to command. */
const known = new Map<string, { readonly text: string; readonly index: Index }>();

function indexOf(path: string, text: string, readLine: ReadLine): Index {
  const last = known.get(path);
  if (last?.text === text) return last.index;
  const index = { numbers: new Map<string, number>(), names: new Map<string, string>() };
  for (const line of text.split('\n')) {
    const { number, protocol, names } = readLine(line) ?? NOTHING;
    const key = (word: string): string => (protocol === '' ? word : `${word}/${protocol}`);
    for (const name of names) {
      if (!index.numbers.has(key(name))) index.numbers.set(key(name), number);
    }
    const [name] = names;
    if (name !== undefined && !index.names.has(key(`${number}`))) {
      index.names.set(key(`${number}`), name);
    }
  }
  known.set(path, { text, index });
  return index;
}

const NOTHING: Entry = { number: 0, protocol: '', names: [] };

/** A line without a number where one must be is passed over, as are remarks. */
const readAccount: ReadLine = (line) => {
  const [name = '', , number = ''] = line.split(':');
  if (name === '' || name.startsWith('#') || !/^\d+$/.test(number)) return undefined;
  return { number: Number(number), protocol: '', names: [name] };
};

const readProtocol: ReadLine = (line) => {
  const [name = '', number = '', ...more] = wordsOf(line);
  if (!/^\d+$/.test(number)) return undefined;
  return { number: Number(number), protocol: '', names: [name, ...more] };
};

const readService: ReadLine = (line) => {
  const [name = '', place = '', ...more] = wordsOf(line);
  const [, port, protocol = ''] = /^(\d+)\/(.+)$/.exec(place) ?? [];
  if (port === undefined) return undefined;
  return { number: Number(port), protocol, names: [name, ...more] };
};

function wordsOf(line: string): readonly string[] {
  return line.replace(/#.*/s, '').trim().split(/\s+/);
}

function numberedNames(index: () => Index): NumberedNames {
  return {
    numberOf: (name) => index().numbers.get(name),
    nameOf: (number) => index().names.get(`${number}`),
    names: () => [...index().numbers.keys()],
  };
}

/** The databases of a fresh machine. */
export const INSTALLED_DATABASES: Databases = readDatabases(new Map());
