import type { SetElement } from '../../../netfilter/nft/set/element.js';
import { findTable } from '../../../netfilter/nft/request/find.js';
import { rangesOf } from '../../../netfilter/nft/set/element.js';
import { findAmong } from '../../../netfilter/nft/set/find-element.js';
import type { NftSet } from '../../../netfilter/nft/set/nft-set.js';
import { holds, isText } from '../../../netfilter/nft/set/key-part.js';
import { sortElements } from '../../../netfilter/nft/set/listing-order.js';
import { scalarParts } from '../../../netfilter/nft/value-type.js';
import type { ElementCommand } from '../syntax/tree/command.js';
import { requireSet } from './plan/plan-elements.js';
import { readElements } from './plan/read-elements.js';
import { inTable, tableSpec, type RunState } from './state.js';

/** Elements as the kernel has them. */
type Held = ReadonlySet<SetElement>;

/**
 * The set with only the elements that a command asks for; undefined when one isn't there. The kernel is asked before it is asked for any change of the same
 * transaction. Source: `nft_get_set_elem`, nft's `get_set_decompose`.
 */
export function getElements(
  command: ElementCommand,
  state: RunState,
): { readonly set: NftSet; readonly asked: NftSet | undefined; readonly held: Held } {
  const set = requireSet(command, state);
  const placed = readElements(command.elements, set, tableSpec(command.spec, command.at), state);
  const table = findTable(state.start, inTable(tableSpec(command.spec, command.at)));
  const held = table?.sets.get(set.name);
  const none = { set, asked: undefined, held: new Set<SetElement>() };
  if (held === undefined) return none;
  const kept = new Set<SetElement>();
  const found: SetElement[] = [];
  for (const { element } of placed) {
    const one = element.key.kind === 'catch-all' ? held.catchAll : findWhole(held, element);
    if (one === undefined) return none;
    kept.add(one);
    found.push(asRead(one, set));
  }
  const ranged = found.filter(({ key }) => key.kind === 'ranges');
  const catchAll = found.find(({ key }) => key.kind === 'catch-all');
  // nft asks for no more than the elements: what they get that bring none of their own is not shown, nor the comment, nor the expressions that gave types.
  const bare = set.merge({
    statements: [],
    keyTypeof: undefined,
    dataTypeof: undefined,
    comment: undefined,
  });
  // What is asked for twice is shown twice; intervals in the order in which they were asked for.
  const isPoints = set.elements.kind === 'points';
  const inserted = isPoints ? sortElements(ranged, scalarParts(set.keyType)) : ranged;
  const asked = bare.merge({ elements: { kind: 'boxes', inserted }, catchAll });
  return { set, asked, held: kept };
}

/** Of a set of intervals nft reads any name as the beginning of names. Source: nft's `interval_map_decompose`. */
function asRead(element: SetElement, { elements, keyType }: NftSet): SetElement {
  if (elements.kind !== 'intervals' || element.key.kind !== 'ranges') return element;
  const parts = scalarParts(keyType);
  const ranges = element.key.ranges.map((range, at) => {
    const part = parts[at];
    const isName = part !== undefined && isText(part) && range.low === range.high;
    return isName ? { low: range.low, high: range.low | LAST_BYTE } : range;
  });
  return { ...element, key: { kind: 'ranges', ranges } };
}

const LAST_BYTE = 0xffn;

/** The element that has the whole of what is asked for; none has the whole of a wildcard. */
function findWhole({ elements, keyType }: NftSet, asked: SetElement): SetElement | undefined {
  const ranges = rangesOf(asked);
  const parts = scalarParts(keyType);
  const isWildcard = ranges.some(({ low, high }, at) => {
    const part = parts[at];
    return part !== undefined && isText(part) && low !== high;
  });
  if (isWildcard) return undefined;
  const found = findAmong(
    elements,
    ranges.map(({ low }) => low),
  );
  if (found === undefined) return undefined;
  const isWhole = rangesOf(found).every((range, at) => holds(range, ranges[at]?.high));
  return isWhole ? found : undefined;
}
