import { XtablesError } from '../../../xtables-error.js';

/** The largest codepoint. */
export const MAX_DSCP = 0x3f;

/** The classes of codepoints, in the order in which they're looked through. Source: IANA DSCP registry. */
const CLASSES: readonly (readonly [string, number])[] = [
  ['CS0', 0x00],
  ['CS1', 0x08],
  ['CS2', 0x10],
  ['CS3', 0x18],
  ['CS4', 0x20],
  ['CS5', 0x28],
  ['CS6', 0x30],
  ['CS7', 0x38],
  ['BE', 0x00],
  ['AF11', 0x0a],
  ['AF12', 0x0c],
  ['AF13', 0x0e],
  ['AF21', 0x12],
  ['AF22', 0x14],
  ['AF23', 0x16],
  ['AF31', 0x1a],
  ['AF32', 0x1c],
  ['AF33', 0x1e],
  ['AF41', 0x22],
  ['AF42', 0x24],
  ['AF43', 0x26],
  ['EF', 0x2e],
];

/** The codepoint of a class, upper or lower case; what follows the name isn't read. @throws XtablesError when there is none */
export function readDscpClass(text: string): number {
  const found = CLASSES.find(([name]) => text.toUpperCase().startsWith(name));
  if (found !== undefined) return found[1];
  throw new XtablesError('parameter', `Invalid DSCP value \`${text}'`);
}
