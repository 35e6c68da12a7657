/** One of iproute2's name files: which names numbers have. */
export interface NameTable {
  /** The number that a name stands for; undefined when there is no such name. */
  readonly numberOf: (name: string) => number | undefined;
  /** The name of a number; undefined when it has none. */
  readonly nameOf: (number: number) => string | undefined;
}

/** The names that iproute2 reads from its files. Source: ip-route(8) FILES, `lib/rt_names.c`. */
export interface Names {
  readonly tables: NameTable;
  readonly protocols: NameTable;
  readonly scopes: NameTable;
  readonly dsfields: NameTable;
  readonly realms: NameTable;
  readonly groups: NameTable;
}
