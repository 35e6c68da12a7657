/** What `wg-quick` reads in a configuration file; the lines that are not its own are for `wg setconf`. Source: wg-quick(8). */
export interface QuickConfig {
  readonly addresses: readonly string[];
  readonly mtu: string;
  readonly nameServers: readonly string[];
  readonly table: string;
  readonly preUp: readonly string[];
  readonly postUp: readonly string[];
  readonly preDown: readonly string[];
  readonly postDown: readonly string[];
  readonly saves: boolean;
  /** The other lines, each with its end. */
  readonly rest: string;
}

type Draft = { -readonly [Key in keyof QuickConfig]: QuickConfig[Key] };

type TakeKey = (draft: Draft, value: string) => void;

const KEYS: ReadonlyMap<string, TakeKey> = new Map<string, TakeKey>([
  ['address', (draft, value) => (draft.addresses = [...draft.addresses, ...wordsOf(value)])],
  ['mtu', (draft, value) => (draft.mtu = value)],
  ['dns', takeNameServers],
  ['table', (draft, value) => (draft.table = value)],
  ['preup', (draft, value) => (draft.preUp = [...draft.preUp, value])],
  ['postup', (draft, value) => (draft.postUp = [...draft.postUp, value])],
  ['predown', (draft, value) => (draft.preDown = [...draft.preDown, value])],
  ['postdown', (draft, value) => (draft.postDown = [...draft.postDown, value])],
  ['saveconfig', takeSaves],
]);

/** A value that is none of those that there can be; the message is the tool's. */
export class WrongValue extends Error {
  override readonly name = 'WrongValue';
}

/** Reads a configuration file. @throws WrongValue */
export function readQuickConfig(text: string): QuickConfig {
  const draft: Draft = {
    addresses: [],
    mtu: '',
    nameServers: [],
    table: '',
    preUp: [],
    postUp: [],
    preDown: [],
    postDown: [],
    saves: false,
    rest: '',
  };
  let isOfInterface = false;
  for (const whole of text.replace(/\n$/, '').split('\n')) {
    // The program's `read` takes blanks off both ends of a line.
    const line = whole.replaceAll(/^[ \t]+|[ \t]+$/g, '');
    const written = line.replace(/#.*$/s, '');
    const equals = written.indexOf('=');
    const key = (equals < 0 ? written : written.slice(0, equals)).trim().toLowerCase();
    const value = written.slice(equals + 1).trim();
    if (key.startsWith('[')) isOfInterface = key === '[interface]';
    const take = isOfInterface ? KEYS.get(key) : undefined;
    if (take === undefined) draft.rest += `${line}\n`;
    else take(draft, value);
  }
  return draft;
}

function wordsOf(value: string): readonly string[] {
  return value.split(/[,\s]+/).filter((word) => word !== '');
}

/** What is no address is a domain to search in. */
function takeNameServers(draft: Draft, value: string): void {
  const servers = wordsOf(value).filter((word) => /^[0-9.]+$|:/.test(word));
  draft.nameServers = [...draft.nameServers, ...servers];
}

function takeSaves(draft: Draft, value: string): void {
  const word = value.toLowerCase();
  if (word !== 'true' && word !== 'false') {
    throw new WrongValue(`\`${value}' is neither true nor false`);
  }
  draft.saves = word === 'true';
}
