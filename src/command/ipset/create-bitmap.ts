import { Map } from 'immutable';
import type { Address } from '../../address/address.js';
import type { AddressBitmap, IpSet } from '../../ipset/ip-set.js';
import { kernelMistake, parameterMistake, syntaxMistake } from './mistake.js';
import { readInteger } from './read-number.js';
import { readPort } from './read-port.js';
import { readSpan } from './read-span.js';

type Named = Pick<IpSet, 'name' | 'timeout' | 'comments' | 'counters' | 'mappings'>;
type Given = ReadonlyMap<string, string>;

/** Networks or addresses that a bitmap can have at most. */
const LARGEST_BITMAP = 65536;

/** An empty set of ports. @throws IpsetMistake */
export function makePortBitmap(named: Named, given: Given): IpSet {
  checkRange(given, given.get('range')?.includes('-') === true, () =>
    readSinglePort(given, 'from'),
  );
  const range = given.get('range');
  const [from, to] =
    range === undefined
      ? [readSinglePort(given, 'from'), readSinglePort(given, 'to')]
      : ends(range);
  return {
    ...named,
    kind: 'bitmap:port',
    from: Math.min(from, to),
    to: Math.max(from, to),
    entries: Map(),
    counted: Map(),
  };
}

function ends(range: string): readonly [number, number] {
  const { from, to = from } = readPort(range, undefined, 'create');
  return [from, to];
}

function readSinglePort(given: Given, option: 'from' | 'to'): number {
  const text = given.get(option) ?? '';
  // A range, or a protocol, is no number here.
  return readPort(text, undefined, 'create', 'single').from;
}

/** An empty set of addresses. @throws IpsetMistake */
export function makeAddressBitmap(
  named: Named,
  given: Given,
  kind: 'bitmap:ip' | 'bitmap:ip,mac',
): IpSet {
  const given4 = given.get('netmask');
  const netmask = given4 === undefined ? 32 : readInteger(given4, 1, 32);
  const [low, high] = addressEnds(given);
  const [least, most] = low <= high ? [low, high] : [high, low];
  const step = 2 ** (32 - netmask);
  if (Math.floor((most - least) / step) + 1 > LARGEST_BITMAP) {
    throw kernelMistake('The range you specified exceeds the size limit of the set type');
  }
  const bitmap = { ...named, entries: Map<number, never>(), counted: Map<number, never>() };
  if (kind === 'bitmap:ip,mac') return { ...bitmap, kind, from: least, to: most };
  const set: AddressBitmap = {
    ...bitmap,
    kind,
    from: least - (least % step),
    to: most - (most % step) + step - 1,
    netmask,
  };
  return set;
}

function addressEnds(given: Given): readonly [number, number] {
  checkRange(given, true, () => readSingle(given, 'from'));
  const text = given.get('range') ?? given.get('network');
  if (text === undefined) return [readSingle(given, 'from'), readSingle(given, 'to')];
  const { from, to, length } = readSpan(text, 4, 'net');
  if (to === undefined && length === undefined) {
    throw given.has('network')
      ? syntaxMistake(`IP/netblock must be supplied: ${text}`)
      : syntaxMistake(`IP/cidr or IP-IP range must be specified: ${text}`);
  }
  if (to !== undefined && given.has('network')) {
    throw syntaxMistake(`IP/netblock must be supplied: ${text}`);
  }
  const first = word(from);
  if (to !== undefined) return [first, word(to)];
  if (length === 0 || length === 32) {
    throw kernelMistake('The value of the CIDR parameter of the IP address is invalid');
  }
  const size = 2 ** (32 - (length ?? 32));
  const low = first - (first % size);
  return [low, low + size - 1];
}

function readSingle(given: Given, option: 'from' | 'to'): number {
  const text = given.get(option) ?? '';
  const { from, to, length } = readSpan(text, 4, 'net');
  if ((to ?? length) !== undefined)
    throw syntaxMistake(`plain IP address must be supplied: ${text}`);
  return word(from);
}

function word({ words }: Address): number {
  return words[0] ?? 0;
}

/** A range has a beginning, and one that begins with an address alone has an end. */
function checkRange(given: Given, isWhole: boolean, readFrom: () => number): void {
  if (given.has('from')) {
    if (!given.has('to')) {
      // What is given is read before what is missing is found.
      readFrom();
      throw parameterMistake("Mandatory option `to' is missing");
    }
  } else if (!given.has('range') && !given.has('network')) {
    throw parameterMistake("Mandatory option `range' is missing");
  }
  // Both of a range and an end of its own no script gives.
  if (given.has('to') && !given.has('from') && isWhole) {
    throw syntaxMistake('to already specified');
  }
}
