import { printAddress } from '../../address/address-text.js';
import type { AddressSpan, EntryRequest } from '../../ipset/entry-request.js';
import { printPort } from './print-port.js';
import type { ElementSet } from './read-entry.js';
import { printMark } from './set-words.js';

/** What a test asks for, as its answer names it. */
export function printRequest(set: ElementSet, request: EntryRequest): string {
  const { spans, port, device, mac, mark } = request;
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
    mac?.toUpperCase(),
    mark === undefined ? undefined : printMark(mark),
  ]
    .filter((text) => text !== undefined)
    .join(',');
}

function printSpan({ from, to, length }: AddressSpan): string {
  const last = to === undefined ? '' : `-${printAddress(to)}`;
  return printAddress(from) + (length === undefined ? '' : `/${length}`) + last;
}
