/** Where a packet goes from a rule, or from an element of a map. Source: nft(8), VERDICT STATEMENTS. */
export type Verdict =
  | { readonly kind: 'verdict'; readonly verdict: 'accept' | 'drop' | 'continue' | 'return' }
  | { readonly kind: 'verdict'; readonly verdict: 'jump' | 'goto'; readonly chain: string };
