import { readSigned, readU32, readUnsigned } from './number-arguments.js';
import type { Names } from './names.js';

/** Reads a routing table: a name, or a number of 32 bits; undefined when the word is neither. */
export function readTableId(names: Names, word: string): number | undefined {
  return names.tables.numberOf(word) ?? readU32(word);
}

/** Prints a routing table by its name, or else by its number. */
export function printTableId(names: Names, id: number): string {
  return names.tables.nameOf(id) ?? String(id);
}

/** Reads a routing protocol: a name, or a number of 8 bits; undefined when the word is neither. */
export function readRouteProtocol(names: Names, word: string): number | undefined {
  return names.protocols.numberOf(word) ?? readUnsigned(word, 0xff);
}

/** Prints a routing protocol by its name, or else by its number. */
export function printRouteProtocol(names: Names, id: number): string {
  return names.protocols.nameOf(id) ?? String(id);
}

/** Reads a scope: a name, or a number of 8 bits; undefined when the word is neither. */
export function readScope(names: Names, word: string): number | undefined {
  return names.scopes.numberOf(word) ?? readUnsigned(word, 0xff);
}

/** Prints a scope by its name, or else by its number. */
export function printScope(names: Names, id: number): string {
  return names.scopes.nameOf(id) ?? String(id);
}

/** Reads a TOS byte: a name, or a hexadecimal number of 8 bits (`10` is 16); undefined when the word is neither. */
export function readDsfield(names: Names, word: string): number | undefined {
  return names.dsfields.numberOf(word) ?? readUnsigned(word, 0xff, 16);
}

/** Prints a TOS byte by its name, or else as 0x and two digits. */
export function printDsfield(names: Names, value: number): string {
  return names.dsfields.nameOf(value) ?? `0x${value.toString(16).padStart(2, '0')}`;
}

/** Reads a DSCP: a number of 32 bits, or the name of a TOS byte; undefined when the word is neither. The caller checks the range. */
export function readDscp(names: Names, word: string): number | undefined {
  const number = readU32(word);
  if (number !== undefined) return number;
  const dsfield = readDsfield(names, word);
  return dsfield === undefined ? undefined : dsfield >>> 2;
}

/** Prints a DSCP by the name of its TOS byte, or else in decimal. */
export function printDscp(names: Names, dscp: number): string {
  return names.dsfields.nameOf(dscp << 2) ?? String(dscp);
}

/** Reads a realm: a name, or a number of 8 bits; undefined when the word is neither. */
export function readRealm(names: Names, word: string): number | undefined {
  return names.realms.numberOf(word) ?? readUnsigned(word, 0xff);
}

/** Prints a realm by its name, or else by its number. */
export function printRealm(names: Names, realm: number): string {
  return names.realms.nameOf(realm) ?? String(realm);
}

/** Reads a device group: a name, or a number of 31 bits; undefined when the word is neither. */
export function readGroup(names: Names, word: string): number | undefined {
  return names.groups.numberOf(word) ?? readSigned(word, 0, 0x7fffffff);
}

/** Prints a device group by its name, or else by its number. */
export function printGroup(names: Names, group: number): string {
  return names.groups.nameOf(group) ?? String(group);
}
