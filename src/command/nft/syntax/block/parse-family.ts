import type { Parser } from '../parser/parser.js';
import type { FamilyName } from '../tree/block.js';

const families: readonly FamilyName[] = ['ip', 'ip6', 'inet', 'arp', 'bridge', 'netdev'];

/** A family, if one is next. Source: nft(8), ADDRESS FAMILIES. */
export function parseFamily(p: Parser): FamilyName | undefined {
  const family = families.find((candidate) => p.peekIs(candidate));
  if (family === undefined) return undefined;
  p.take();
  if (family === 'ip' || family === 'ip6' || family === 'arp') p.closeScope(family);
  return family;
}
