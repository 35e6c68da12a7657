import type { SetElement } from '../../../netfilter/nft/set/element.js';
import { rangesOf } from '../../../netfilter/nft/set/element.js';
import { addElements } from '../../../netfilter/nft/set/add-elements.js';
import { findAmong } from '../../../netfilter/nft/set/find-element.js';
import { noElements, type NftSet } from '../../../netfilter/nft/set/nft-set.js';
import { holds, isText } from '../../../netfilter/nft/set/key-part.js';
import { scalarParts } from '../../../netfilter/nft/value-type.js';
import type { ElementCommand } from '../syntax/tree/command.js';
import { requireSet } from './plan/plan-elements.js';
import { readElements } from './plan/read-elements.js';
import { tableSpec, type RunState } from './state.js';

/** The set with only the elements that a command asks for; undefined when one isn't there. Source: `nft_get_set_elem`, nft's `get_set_decompose`. */
export function getElements(
  command: ElementCommand,
  state: RunState,
): { readonly set: NftSet; readonly asked: NftSet | undefined } {
  const set = requireSet(command, state);
  const placed = readElements(command.elements, set, tableSpec(command.spec, command.at), state);
  const found: SetElement[] = [];
  for (const { element } of placed) {
    const one = element.key.kind === 'catch-all' ? set.catchAll : findWhole(set, element);
    if (one === undefined) return { set, asked: undefined };
    if (!found.includes(one)) found.push(one);
  }
  const ranged = found.filter(({ key }) => key.kind === 'ranges');
  const catchAll = found.find(({ key }) => key.kind === 'catch-all');
  // What elements get that bring none of their own is not shown.
  const bare = set.set('statements', []);
  // Intervals are shown in the order in which they were asked for.
  if (set.elements.kind !== 'points') {
    return { set, asked: bare.merge({ elements: { kind: 'boxes', inserted: ranged }, catchAll }) };
  }
  const answer = addElements(bare.merge({ elements: noElements(set), catchAll }), ranged);
  return { set, asked: 'set' in answer ? answer.set : undefined };
}

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
