import { etcLines } from './etc-file.js';
import { refuseNotSimulated } from './not-simulated.js';
import { answer, refuse, type ShellTool } from './shell-tool.js';

/** How entries of one database are found and shown. */
interface Database {
  readonly file: string;
  /** Whether an entry is the one that is asked for. */
  readonly matches: (fields: readonly string[], key: string) => boolean;
  readonly show: (fields: readonly string[]) => string;
  readonly split: (line: string) => readonly string[];
}

const COLONS: Pick<Database, 'split' | 'show'> = {
  split: (line) => (line.startsWith('#') ? [] : line.split(':')),
  show: (fields) => fields.join(':'),
};
const WORDS: Pick<Database, 'split' | 'show'> = {
  split: (line) =>
    line
      .replace(/#.*/s, '')
      .trim()
      .split(/\s+/)
      .filter((word) => word !== ''),
  show: ([name = '', number = '', ...aliases]) =>
    `${name.padEnd(21)} ${number}${aliases.map((alias) => ` ${alias}`).join('')}`,
};
const isNumber = (key: string): boolean => /^\d+$/.test(key);
const account: Database['matches'] = ([name, , id], key) =>
  isNumber(key) ? Number(id) === Number(key) : name === key;

/** The databases of getent(1), by name, each from its file in /etc. */
const DATABASES: Readonly<Record<string, Database>> = {
  passwd: { ...COLONS, file: 'passwd', matches: account },
  group: { ...COLONS, file: 'group', matches: account },
  services: {
    ...WORDS,
    file: 'services',
    matches: ([name = '', place = '', ...aliases], key) => {
      const [asked = '', protocol] = key.split('/');
      const [port, own] = place.split('/');
      if (protocol !== undefined && protocol !== own) return false;
      return isNumber(asked) ? port === asked : [name, ...aliases].includes(asked);
    },
  },
  protocols: {
    ...WORDS,
    file: 'protocols',
    matches: ([name = '', number, ...aliases], key) =>
      isNumber(key) ? number === key : [name, ...aliases].includes(key),
  },
};

/** Exit statuses of getent(1): no such database; a key that isn't there. */
const UNKNOWN_DATABASE = 1;
const MISSING_KEY = 2;

/** `getent DATABASE [KEY...]`: what the C library finds in the files of /etc. Source: getent(1), glibc 2.41. */
export const getent: ShellTool = async (call) => {
  const [name = '', ...keys] = call.argv;
  if (name === '' || name.startsWith('-') || OTHERS.has(name)) {
    return refuseNotSimulated(`getent ${call.argv.join(' ')}`);
  }
  const database = DATABASES[name];
  if (database === undefined) {
    const hint = "Try `getent --help' or `getent --usage' for more information.\n";
    return { ...refuse(UNKNOWN_DATABASE, `Unknown database: ${name}`), stdout: hint };
  }
  const entries = (await etcLines(call, database.file))
    .map((line) => database.split(line))
    .filter((fields) => fields.length > 1);
  if (keys.length === 0) return answer(entries.map((one) => `${database.show(one)}\n`).join(''));
  const found = keys.map((key) => entries.find((fields) => database.matches(fields, key)));
  const shown = found.map((one) => (one === undefined ? '' : `${database.show(one)}\n`));
  return { ...answer(shown.join('')), exit: found.includes(undefined) ? MISSING_KEY : 0 };
};

/** Databases that getent has and that are not here. */
const OTHERS: ReadonlySet<string> = new Set(
  'ahosts ahostsv4 ahostsv6 aliases ethers gshadow hosts initgroups netgroup networks rpc shadow'.split(
    ' ',
  ),
);
