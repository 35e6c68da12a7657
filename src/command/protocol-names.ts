import { PROTOCOLS } from './data/protocols.js';

/** The number of a protocol by its name or an alias, upper and lower case as in /etc/protocols; undefined when there is none. */
export function protocolNumber(name: string): number | undefined {
  return PROTOCOLS.find(([, ...names]) => names.includes(name))?.[0];
}

/** The name of a protocol number, the first that /etc/protocols has for it; undefined when it has none. */
export function protocolName(number: number): string | undefined {
  return PROTOCOLS.find(([listed]) => listed === number)?.[1];
}
