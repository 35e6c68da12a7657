import type { EntryMapping } from '../netfilter/set-lookup.js';
import type { Prefix } from '../address/prefix.js';

/** A device of an entry. */
export interface EntryDevice {
  readonly name: string;
  /** It stands for every device whose name begins so. */
  readonly wildcard: boolean;
  /** It's a port of a bridge (`physdev:`). */
  readonly physical: boolean;
}

/** One part of an entry, by what the type of its set asks for: a single address is a prefix of full length. */
export type EntryPart =
  | { readonly kind: 'address'; readonly prefix: Prefix }
  /** For ICMP the port is `type << 8 | code`, for protocols without ports it's 0. */
  | { readonly kind: 'port'; readonly protocol: number; readonly port: number }
  /** Six bytes as `02:00:00:00:00:01`. */
  | { readonly kind: 'mac'; readonly address: string }
  | { readonly kind: 'mark'; readonly mark: number }
  | { readonly kind: 'device'; readonly device: EntryDevice };

/** What packets have added to an entry, by its listing; both have 64 bits. */
export interface EntryCounters {
  readonly packets: bigint;
  readonly bytes: bigint;
}

/** What an entry has besides its parts, as far as its set has room for it. */
export interface EntryExtras {
  /** Seconds; 0 for ever. Undefined when the set's entries don't end. */
  readonly timeout: number | undefined;
  readonly comment: string | undefined;
  /** Undefined when the set's entries count nothing. */
  readonly counters: EntryCounters | undefined;
  /** Undefined when the set's entries map nothing. */
  readonly mapping: EntryMapping | undefined;
}

/** One entry of a hash. */
export interface Entry extends EntryExtras {
  readonly parts: readonly EntryPart[];
  /** An exception: what it covers is not in the set. */
  readonly nomatch: boolean;
  /** The words that are hashed, and distinguish it from others but for its device. */
  readonly key: readonly number[];
}

/** The device among the parts; undefined when there is none. */
export function deviceOf(parts: readonly EntryPart[]): EntryDevice | undefined {
  for (const part of parts) if (part.kind === 'device') return part.device;
  return undefined;
}

/** Reports whether an entry is what another asks for: one with a wildcard stands for every device that begins so. */
export function isSameEntry(
  stored: Pick<Entry, 'key' | 'parts'>,
  asked: Pick<Entry, 'key' | 'parts'>,
): boolean {
  if (!stored.key.every((word, index) => word === asked.key[index])) return false;
  const [own, other] = [deviceOf(stored.parts), deviceOf(asked.parts)];
  if (own === undefined || other === undefined) return true;
  return own.wildcard ? other.name.startsWith(own.name) : other.name === own.name;
}
