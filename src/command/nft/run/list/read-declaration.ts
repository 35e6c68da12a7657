import type { Selector } from '../../../../netfilter/nft/expression.js';
import type { NftSet } from '../../../../netfilter/nft/set/nft-set.js';

/** A set as a listing has it: nft reads `typeof` back from what it has left beside the set, where no level of a control group stands. */
export function readDeclaration(set: NftSet): NftSet {
  const { keyTypeof, dataTypeof } = set;
  const key = readSelectors(keyTypeof);
  const value = readSelectors(dataTypeof);
  if (key === keyTypeof && value === dataTypeof) return set;
  return set.merge({ keyTypeof: key, dataTypeof: value });
}

function readSelectors(selectors: readonly Selector[] | undefined): typeof selectors {
  if (selectors === undefined) return undefined;
  const read = selectors.map(readSelector);
  return read.every((one, at) => one === selectors[at]) ? selectors : read;
}

function readSelector(selector: Selector): Selector {
  return selector.kind === 'socket' && selector.key === 'cgroupv2'
    ? { ...selector, level: 0 }
    : selector;
}
