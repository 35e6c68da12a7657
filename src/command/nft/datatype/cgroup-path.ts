import type { DatatypeText } from './datatype-text.js';

/** Control groups: no path of any is known here, so they are read and listed by nothing but their numbers. */
export const cgroupPathText: DatatypeText = {
  read: () => ({ mistake: 'cgroupv2 path fails: No such file or directory' }),
  print: (value) => value.toString(),
  json: (value) => value.toString(),
};
