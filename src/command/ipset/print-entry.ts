import { tick } from '../../bound.js';
import { printAddress, printPrefixShort } from '../../address/address-text.js';
import { addressFromWords } from '../../address/address.js';
import type { Entry, EntryExtras, EntryPart } from '../../ipset/entry.js';
import type { AddressSpan, EntryRequest } from '../../ipset/entry-request.js';
import { entriesOf } from '../../ipset/hash-table.js';
import type { IpSet } from '../../ipset/ip-set.js';
import { PROTOCOL } from '../../packet/protocol.js';
import { protocolName } from '../protocol-names.js';
import { printIcmp } from './icmp-names.js';
import type { ElementSet } from './read-entry.js';

/** The entries of a set as a listing has them. */
export function printEntries(set: IpSet): readonly string[] {
  switch (set.kind) {
    case 'hash':
      return entriesOf(set.table).map((entry) => printEntry(entry));
    case 'list:set':
      return set.members.map((member) => member.set + printExtras(member));
    default: {
      const places = [...set.entries].toSorted(([a], [b]) => a - b);
      return places.map(
        ([at, extras]) =>
          (set.kind === 'bitmap:port' ? `${at}` : printAddress(addressFromWords(4, [at]))) +
          printExtras(extras),
      );
    }
  }
}

function printEntry(entry: Entry): string {
  tick();
  const wildcard = entry.parts.some((part) => part.kind === 'device' && part.device.wildcard);
  const flags = (entry.nomatch ? ' nomatch' : '') + (wildcard ? ' wildcard' : '');
  return entry.parts.map(printPart).join(',') + printExtras(entry, flags);
}

function printExtras({ timeout, comment }: EntryExtras, flags = ''): string {
  return (
    (timeout === undefined ? '' : ` timeout ${timeout}`) +
    flags +
    (comment === undefined || comment === '' ? '' : ` comment "${comment}"`)
  );
}

function printPart(part: EntryPart): string {
  switch (part.kind) {
    case 'address':
      return printPrefixShort(part.prefix);
    case 'device':
      return (part.device.physical ? 'physdev:' : '') + part.device.name;
    default:
      return printPort(part.protocol, part.port);
  }
}

function printPort(protocol: number, port: number): string {
  const name = (protocolName(protocol) ?? `${protocol}`).toLowerCase();
  if (protocol === PROTOCOL.icmp) return `${name}:${printIcmp(port, 4)}`;
  if (protocol === PROTOCOL.icmpv6) return `${name}:${printIcmp(port, 6)}`;
  return `${name}:${port}`;
}

/** What a test asks for, as its answer names it. */
export function printRequest(set: ElementSet, request: EntryRequest): string {
  const { spans, port, device } = request;
  const [first, second] = spans.map((span, index) =>
    printSpan(index === 0 ? span : { ...span, to: undefined }),
  );
  if (set.kind === 'bitmap:port') return `${port?.from ?? 0}`;
  return [
    first,
    port && printPort(port.protocol, port.from),
    second,
    // That it's to be a port of a bridge is left out.
    device?.name,
  ]
    .filter((text) => text !== undefined)
    .join(',');
}

function printSpan({ from, to, length }: AddressSpan): string {
  const last = to === undefined ? '' : `-${printAddress(to)}`;
  return printAddress(from) + (length === undefined ? '' : `/${length}`) + last;
}
