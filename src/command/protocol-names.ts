import { INSTALLED_DATABASES } from '../databases/databases.js';

const { protocols } = INSTALLED_DATABASES;

/** The number of a protocol by its name or an alias, upper and lower case as in /etc/protocols; undefined when there is none. */
export function protocolNumber(name: string): number | undefined {
  return protocols.numberOf(name);
}

/** The name of a protocol number, the first that /etc/protocols has for it; undefined when it has none. */
export function protocolName(number: number): string | undefined {
  return protocols.nameOf(number);
}
