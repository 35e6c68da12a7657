import type { Databases } from '../../../databases/databases.js';

/** Names of numbers as one of the files of /etc/iproute2 or connlabel.conf has them, in its order. */
export interface NamedValues {
  readonly symbols: readonly (readonly [name: string, value: number])[];
  /** The file that they are from. */
  readonly path?: string;
}

/** The names that nft finds on its host: of devices, accounts, protocols and services, and those of its own tables. */
export interface HostNames {
  readonly databases: Databases;
  /** The number of a device; undefined when there is none of that name. */
  readonly interfaceIndex: (name: string) => number | undefined;
  /** The name of a device; undefined when there is none of that number. */
  readonly interfaceName: (index: number) => string | undefined;
  /** `rt_marks`. */
  readonly marks: NamedValues;
  /** `group`. */
  readonly deviceGroups: NamedValues;
  /** `rt_realms`. */
  readonly realms: NamedValues;
  /** `connlabel.conf`. */
  readonly connectionLabels: NamedValues;
}
