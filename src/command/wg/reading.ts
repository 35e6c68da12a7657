import type { Databases } from '../../databases/databases.js';
import { Refusal } from '../refusal.js';

/** What the words and files of one command are read with. */
export interface WgReading {
  readonly databases: Databases;
  /** The ifindex of a device; undefined when there is none. */
  readonly interfaceIndex: (name: string) => number | undefined;
  readonly readFile: (path: string) => string | undefined;
  /** Prints on standard error, and goes on. */
  readonly warn: (line: string) => void;
}

/** The tool gives up, with one line. */
export function giveUp(line: string): never {
  throw new Refusal(1, `${line}\n`);
}
