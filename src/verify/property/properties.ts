import type { ErrnoName } from '../../errno.js';
import { findErrno } from '../../errno.js';
import { readHookPlace, type HookPlace } from '../run/watch-hook.js';
import * as argument from './arguments.js';
import type { Argument } from './arguments.js';
import { both, never, type Condition } from './condition.js';
import { propertyKind, type PropertyKind } from './property-kind.js';

/** Something that is claimed of packets. */
export interface Property {
  /** The claim in words, after "every packet". */
  readonly text: string;
  readonly condition: Condition;
  /** Where the condition must hold: whenever the packet comes out of a table at a hook; undefined: at its end. */
  readonly after: HookPlace | undefined;
}

function kind<Given>(
  words: string,
  reads: Argument<Given>,
  condition: (given: Given) => Condition,
  after: (given: Given) => HookPlace | undefined = () => undefined,
): PropertyKind<Given, Property> {
  return propertyKind(words, reads, (known, text) => ({
    text,
    condition: condition(known),
    after: after(known),
  }));
}

const LEAVES: Condition = { kind: 'ends', as: 'transmit' };
const via = (gateway: string): Condition => both(LEAVES, { kind: 'gateway', is: gateway });
const by = (dev: string): Condition => both(LEAVES, { kind: 'device', is: dev });
const DROPPED: Condition = { kind: 'ends', as: 'drop' };

/**
 * Everything that can be claimed of packets, each stated once: the words of `nexthop prove`, the methods of a proof's claims and the matchers
 * of Vitest read this table.
 */
export const PROPERTIES = {
  leaves: kind('leaves', argument.NOTHING, () => LEAVES),
  leavesVia: kind('leaves via', argument.GATEWAY, via),
  leavesOnLink: kind('leaves on link', argument.NOTHING, () =>
    both(LEAVES, { kind: 'gateway', is: null }),
  ),
  leavesBy: kind('leaves by', argument.DEVICE, by),
  neverLeaves: kind('never leaves', argument.NOTHING, () => never(LEAVES)),
  neverLeavesVia: kind('never leaves via', argument.GATEWAY, (gateway) => never(via(gateway))),
  neverLeavesBy: kind('never leaves by', argument.DEVICE, (dev) => never(by(dev))),
  delivered: kind('is delivered', argument.NOTHING, () => ({ kind: 'ends', as: 'deliver' })),
  dropped: kind('is dropped', argument.NOTHING, () => DROPPED),
  droppedAt: kind('is dropped at', argument.PLACE, (place) =>
    both(DROPPED, { kind: 'place', has: place }),
  ),
  failsWith: kind('fails with', argument.ERRNO, (name) => ({ kind: 'errno', is: errno(name) })),
  takesTable: kind('takes table', argument.TABLE, (table) => ({ kind: 'table', is: table })),
  takesRule: kind('takes rule', argument.PRIORITY, (priority) => ({ kind: 'rule', is: priority })),
  keepsSource: kind('keeps its source', argument.NOTHING, () => ({ kind: 'source', is: null })),
  endsWithSource: kind('ends with source', argument.ADDRESS, (src) => ({
    kind: 'source',
    is: src,
  })),
  hasMark: kind('ends with mark', argument.MARK, (mark) => ({ kind: 'mark', ...mark })),
  hasMarkAfter: kind(
    'has mark',
    argument.MARK_AFTER,
    ({ value, mask }) => ({ kind: 'mark', value, mask }),
    ({ place }) => readHookPlace(place),
  ),
} as const;

function errno(name: string): ErrnoName {
  const found = findErrno(name);
  if (found === undefined) throw new RangeError(`errno: there is no ${name}`);
  return found;
}
