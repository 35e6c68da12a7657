import type { NamedNumber, NameTable } from './names.js';

/** How a table of names is made from what its files hold. */
export interface NameTableSource {
  /** Names that are there without any file. */
  readonly builtIn: readonly NamedNumber[];
  /** The entries of the files in the order in which they are read; asked for once, when it is first needed. */
  readonly load: () => readonly NamedNumber[];
  /** -Numeric: numbers have no name. */
  readonly numeric: boolean;
}

const BUCKETS = 256;

/**
 * The names of numbers of 32 bits (tables, device groups): a number may have several names, of which the one read last is shown and
 * all are understood. Source: `rtnl_hash_initialize`.
 */
export function makeHashedNames({ builtIn, load, numeric }: NameTableSource): NameTable {
  const newestFirst = once(() => [...builtIn, ...load()].toReversed());
  return {
    numberOf: (name) =>
      newestFirst()
        .filter((entry) => entry.name === name)
        .toSorted((a, b) => (a.number % BUCKETS) - (b.number % BUCKETS))[0]?.number,
    nameOf: (number) =>
      numeric ? undefined : newestFirst().find((entry) => entry.number === number)?.name,
  };
}

/**
 * The names of numbers of 8 bits: the name read last is the number's only one. A number with a built-in name doesn't make the tool
 * read its files, so that name is shown until something else does. Source: `rtnl_tab_initialize`.
 */
export function makeIndexedNames({ builtIn, load, numeric }: NameTableSource): NameTable {
  let names = index(builtIn);
  const loaded = once(() => {
    names = index([...builtIn, ...load().filter(({ number }) => number <= 0xff)]);
    return names;
  });
  return {
    numberOf: (name) =>
      [...loaded()]
        .filter(([, other]) => other === name)
        .map(([number]) => number)
        .toSorted((a, b) => a - b)[0],
    nameOf: (number) => (numeric ? undefined : (names.get(number) ?? loaded().get(number))),
  };
}

function index(entries: readonly NamedNumber[]): ReadonlyMap<number, string> {
  return new Map(entries.map(({ number, name }) => [number, name]));
}

function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
