import type { Counter } from '../../../../namespace/traffic/traffic.js';
import type { ListingStyle } from '../../datatype/datatype-text.js';
import { printTimeSpan } from '../../datatype/time-span.js';
import type { HostNames } from '../../datatype/host-names.js';
import type { TableFamily } from '../../../../netfilter/nft/family.js';
import type { LoadedFiles } from './loaded-files.js';
import type { Printing } from '../../print/printing.js';

/** What a listing of tables depends on besides them. */
export interface Listing {
  readonly names: HostNames;
  readonly style: ListingStyle;
  /** `-a`. */
  readonly handles: boolean;
  /** What packets have added to the counters of a rule, by its id. */
  readonly counterOf: (id: number) => Counter;
}

/** The same for what a run of nft lists. */
export interface RunListing extends Listing {
  /** What has been loaded for the rules of iptables that were listed before. */
  readonly files: LoadedFiles;
  /** Prints on stderr. */
  readonly warn: (text: string) => void;
}

/** What the rules and values of a family depend on besides them. */
export function printingOf({ names, style }: Listing, family: TableFamily): Printing {
  return { family, names, style };
}

/** The note of a handle behind what it is of. */
export function handleNote({ handles }: Listing, handle: number): string {
  return handles ? ` # handle ${handle}` : '';
}

/** A span of time in milliseconds; in whole seconds where times are numbers. Source: nft's `time_print`. */
export function printTime(milliseconds: number, { style }: Pick<Listing, 'style'>): string {
  return printTimeSpan(BigInt(milliseconds), style);
}
