import { addressBits } from '../../address/family.js';
import type { EntryDevice } from '../../ipset/entry.js';
import type { EntryRequest } from '../../ipset/entry-request.js';
import type { Dimension } from '../../ipset/hash-type.js';
import { familyOf, typeName, type IpSet } from '../../ipset/ip-set.js';
import { IpsetMistake, syntaxMistake } from './mistake.js';
import { readInteger } from './read-number.js';
import { readPort } from './read-port.js';
import { readSpan } from './read-span.js';

/** What a command does with an entry. */
export type EntryCommand = 'add' | 'del' | 'test';

/** Every set but a list. */
export type ElementSet = Exclude<IpSet, { kind: 'list:set' }>;

/** Reads the entry that a command names, without its extras. @throws IpsetMistake */
export function readEntry(text: string, set: ElementSet, command: EntryCommand): EntryRequest {
  const family = familyOf(set);
  const dimensions = dimensionsOf(set);
  const parts = splitParts(text, dimensions.length, set);
  const request: EntryRequest = {
    spans: dimensions.flatMap((dimension, index) =>
      dimension === 'ip' || dimension === 'net'
        ? // The last address of three can't be a range unless it's a network.
          [readSpanOf(parts[index] ?? '', set, dimension, index)]
        : [],
    ),
    port: dimensions.flatMap((dimension, index) =>
      dimension === 'port' ? [readPort(parts[index] ?? '', family, command)] : [],
    )[0],
    device: dimensions.flatMap((dimension, index) =>
      dimension === 'iface' ? [readDevice(parts[index] ?? '')] : [],
    )[0],
    mac: dimensions.flatMap((dimension, index) => {
      const mac = parts[index];
      return dimension === 'mac' && mac !== undefined ? [readMac(mac)] : [];
    })[0],
    mark: dimensions.flatMap((dimension, index) =>
      dimension === 'mark' ? [readInteger(parts[index] ?? '', 0, LARGEST_MARK)] : [],
    )[0],
    nomatch: false,
    timeout: undefined,
    comment: undefined,
    counters: undefined,
    mapping: undefined,
  };
  if (command === 'test' || dimensions.includes('mac')) refuseRanges(request, set, command);
  return request;
}

function dimensionsOf(set: ElementSet): readonly Dimension[] {
  if (set.kind === 'hash') return set.type.dimensions;
  if (set.kind === 'bitmap:ip,mac') return ['ip', 'mac'];
  return set.kind === 'bitmap:port' ? ['port'] : ['ip'];
}

function readSpanOf(
  text: string,
  set: ElementSet,
  dimension: 'ip' | 'net',
  index: number,
): EntryRequest['spans'][number] {
  const family = familyOf(set) ?? 4;
  if (set.kind === 'bitmap:ip,mac' && !text.endsWith('/32') && /[/-]/.test(text)) {
    throw syntaxMistake(`plain IP address must be supplied: ${text}`);
  }
  const span = readSpan(text, family, dimension);
  if (dimension === 'ip' && index === 2 && (span.to ?? span.length) !== undefined) {
    throw syntaxMistake(`plain IP address must be supplied: ${text}`);
  }
  return span;
}

/** Takes an entry apart. @throws IpsetMistake when there are too many parts or too few */
function splitParts(text: string, count: number, set: ElementSet): readonly string[] {
  const type = typeName(set);
  const parts = text.split(',');
  const isWhole = !text.startsWith(',') && !text.endsWith(',');
  if (count === 1) {
    if (parts.length === 1 || !isWhole) return [text];
    throw syntaxMistake(`Elem separator in ${text}, but settype ${type} supports none.`);
  }
  // A link-layer address may come later.
  if (set.kind === 'bitmap:ip,mac' && parts.length === 1) return parts;
  if (parts.length < 2 || !isWhole) throw syntaxMistake(`Second element is missing from ${text}.`);
  if (count === 3 && parts.length < 3) {
    throw syntaxMistake(`Third element is missing from ${text}.`);
  }
  if (parts.length > count) {
    const [found, allowed] = count === 2 ? ['Two', 'one'] : ['Three', 'two'];
    throw syntaxMistake(
      `${found} elem separators in ${text}, but settype ${type} supports ${allowed}.`,
    );
  }
  return parts;
}

const LARGEST_MARK = 0xffffffff;

/** Six hexadecimal bytes of one digit or two. Source: ether_aton(3). */
function readMac(text: string): string {
  const parts = text.split(':');
  if (parts.length !== 6 || !parts.every((part) => /^[0-9a-f]{1,2}$/i.test(part))) {
    throw syntaxMistake(`cannot parse '${text}' as ethernet address`);
  }
  return parts.map((part) => part.padStart(2, '0').toLowerCase()).join(':');
}

/** Names of devices have fewer bytes than this. Source: `IFNAMSIZ`. */
const DEVICE_NAME_BYTES = 16;

function readDevice(text: string): EntryDevice {
  const physical = text.startsWith('physdev:');
  const name = physical ? text.slice('physdev:'.length) : text;
  if (name.length >= DEVICE_NAME_BYTES) {
    throw syntaxMistake(
      `interface name '${name}' is longer than ${DEVICE_NAME_BYTES - 1} characters`,
    );
  }
  return { name, physical, wildcard: false };
}

/** What can't be tested: ranges, where a set doesn't pass over them; where there are link-layer addresses, not even a length. */
function refuseRanges({ spans, port }: EntryRequest, set: ElementSet, command: EntryCommand): void {
  const [span] = spans;
  const isLoose =
    set.kind === 'hash' && (set.type.name === 'hash:ip' || set.type.name === 'hash:ip,mark');
  if (span !== undefined && !isLoose) {
    if (span.to !== undefined) throw rangeMistake('FROM-TO IP', set, command);
    const bits = addressBits(span.from.family);
    const isHost = set.kind !== 'hash' || set.type.dimensions[0] === 'ip';
    const hasMac = set.kind === 'bitmap:ip,mac' || (isHost && dimensionsOf(set).includes('mac'));
    const isSingle = hasMac ? span.length === undefined : (span.length ?? bits) === bits;
    if (isHost && !isSingle) throw rangeMistake('IP/CIDR', set, command);
  }
  if (port?.to !== undefined) throw rangeMistake('FROM-TO port', set, command);
}

function rangeMistake(what: string, set: ElementSet, command: EntryCommand): IpsetMistake {
  const family = { 4: 'inet', 6: 'inet6', none: 'unspec' }[familyOf(set) ?? 'none'];
  return new IpsetMistake(
    'other',
    `${what} range is not allowed in command ${command} with set type ${typeName(set)} and family ${family}`,
  );
}
