import { addressBits } from '../../address/family.js';
import type { EntryDevice } from '../../ipset/entry.js';
import type { EntryRequest } from '../../ipset/entry-request.js';
import type { Dimension } from '../../ipset/hash-type.js';
import { familyOf, typeName, type IpSet } from '../../ipset/ip-set.js';
import { IpsetMistake, syntaxMistake } from './mistake.js';
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
  const parts = splitParts(text, dimensions.length, typeName(set));
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
    nomatch: false,
    timeout: undefined,
    comment: undefined,
  };
  if (command === 'test') refuseRanges(request, set);
  return request;
}

function dimensionsOf(set: ElementSet): readonly Dimension[] {
  if (set.kind === 'hash') return set.type.dimensions;
  return set.kind === 'bitmap:port' ? ['port'] : ['ip'];
}

function readSpanOf(
  text: string,
  set: ElementSet,
  dimension: 'ip' | 'net',
  index: number,
): EntryRequest['spans'][number] {
  const family = familyOf(set) ?? 4;
  const span = readSpan(text, family, dimension);
  if (dimension === 'ip' && index === 2 && (span.to ?? span.length) !== undefined) {
    throw syntaxMistake(`plain IP address must be supplied: ${text}`);
  }
  return span;
}

/** Takes an entry apart. @throws IpsetMistake when there are too many parts or too few */
function splitParts(text: string, count: number, type: string): readonly string[] {
  const parts = text.split(',');
  const isWhole = !text.startsWith(',') && !text.endsWith(',');
  if (count === 1) {
    if (parts.length === 1 || !isWhole) return [text];
    throw syntaxMistake(`Elem separator in ${text}, but settype ${type} supports none.`);
  }
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

/** What can't be tested: ranges, where a set doesn't pass over them. */
function refuseRanges({ spans, port }: EntryRequest, set: ElementSet): void {
  const [span] = spans;
  const isLoose = set.kind === 'hash' && set.type.name === 'hash:ip';
  if (span !== undefined && !isLoose) {
    if (span.to !== undefined) throw rangeMistake('FROM-TO IP', set);
    const bits = addressBits(span.from.family);
    const isHost = set.kind !== 'hash' || set.type.dimensions[0] === 'ip';
    if (isHost && (span.length ?? bits) !== bits) throw rangeMistake('IP/CIDR', set);
  }
  if (port?.to !== undefined) throw rangeMistake('FROM-TO port', set);
}

function rangeMistake(what: string, set: ElementSet): IpsetMistake {
  const family = { 4: 'inet', 6: 'inet6', none: 'unspec' }[familyOf(set) ?? 'none'];
  return new IpsetMistake(
    'other',
    `${what} range is not allowed in command test with set type ${typeName(set)} and family ${family}`,
  );
}
