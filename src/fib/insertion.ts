/** The ways in which `ip route` puts a route into a table. */
export type Insertion = 'add' | 'append' | 'prepend' | 'replace' | 'change' | 'test';

/** The flags of a request for a new route. Source: `NLM_F_` constants, netlink(7). */
export interface InsertionFlags {
  /** May make a route where its key has none. */
  readonly create: boolean;
  /** Must not meet a route of its key. */
  readonly exclusive: boolean;
  /** Takes the place of a route of its key. */
  readonly replace: boolean;
  /** Goes after the routes of its key, not before them. */
  readonly append: boolean;
}

const NONE: InsertionFlags = { create: false, exclusive: false, replace: false, append: false };

const FLAGS: Readonly<Record<Insertion, InsertionFlags>> = {
  add: { ...NONE, create: true, exclusive: true },
  append: { ...NONE, create: true, append: true },
  prepend: { ...NONE, create: true },
  replace: { ...NONE, create: true, replace: true },
  change: { ...NONE, replace: true },
  test: { ...NONE, exclusive: true },
};

/** The flags that `ip route` sends for each of its commands. The kernel's own routes are sent as `append`. */
export function insertionFlags(insertion: Insertion): InsertionFlags {
  return FLAGS[insertion];
}
