import type { Databases } from '../../../databases/databases.js';

/** Names of numbers, in the order in which they are searched. */
export interface NamedValues {
  readonly symbols: readonly (readonly [name: string, value: number])[];
}

/** Names as one of the files of /etc/iproute2 or connlabel.conf has them, in its order; those of the installed file where there is none. */
export interface FileNames extends NamedValues {
  /** The file that they are from. */
  readonly path: string;
}

/** The names that nft finds on its host: of devices, accounts, protocols and services, and those of its own tables. */
export interface HostNames {
  readonly databases: Databases;
  /** The number of a device; undefined when there is none of that name. */
  readonly interfaceIndex: (name: string) => number | undefined;
  /** The name of a device; undefined when there is none of that number. */
  readonly interfaceName: (index: number) => string | undefined;
  /** `rt_marks`. */
  readonly marks: FileNames;
  /** `group`. */
  readonly deviceGroups: FileNames;
  /** `rt_realms`. */
  readonly realms: FileNames;
  /** `connlabel.conf`. */
  readonly connectionLabels: FileNames;
}
