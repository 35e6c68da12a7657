import { isKeyword } from '../command/nft/syntax/lexer/keywords.js';

/** What nft reads as one name. Source: nft(8), LEXICAL CONVENTIONS. */
const NAME = /^[A-Za-z_][\w./-]*$/;

/**
 * Names that nft takes for those that iptables and ipset have, each another one: nft has no way to quote a name, and words of its language are none.
 */
export function nftNames(names: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set(names.filter(isName));
  return new Map(
    names.map((name) => {
      if (isName(name)) return [name, name];
      const begun = name.replaceAll(/[^\w./-]/g, '_').replace(/^[^A-Za-z_]/, '_$&');
      let chosen = isName(begun) ? begun : `${begun}_`;
      while (taken.has(chosen)) chosen += '_';
      taken.add(chosen);
      return [name, chosen];
    }),
  );
}

function isName(name: string): boolean {
  return NAME.test(name) && !isKeyword(name);
}
