import { UnknownName } from '../unknown-name.js';
import type { Databases } from './databases.js';

/** The users and groups of a machine, by name and by number. Source: passwd(5), group(5). */
export type Accounts = Pick<Databases, 'users' | 'groups'>;

/** Whose numbers the owner and the group of a socket are: the database that has their names. */
export const ACCOUNT_DATABASE = {
  uid: 'users',
  gid: 'groups',
} as const satisfies Record<string, keyof Accounts>;

/** The owner or the group of a socket. */
export type AccountKind = keyof typeof ACCOUNT_DATABASE;

/** Whether a field of a packet is a number of the databases of accounts. */
export function isAccountKind(field: string): field is AccountKind {
  return Object.hasOwn(ACCOUNT_DATABASE, field);
}

/** The number of a user or a group. @throws UnknownName when the machine has none of that name */
export function accountNumber(kind: AccountKind, name: string, accounts: Accounts): number {
  const database = accounts[ACCOUNT_DATABASE[kind]];
  const number = database.numberOf(name);
  if (number !== undefined) return number;
  throw new UnknownName(kind === 'uid' ? 'user' : 'group', name, database.names());
}
