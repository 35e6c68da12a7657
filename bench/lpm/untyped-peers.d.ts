/** What the bench calls of packages that bring no types. */
declare module 'longest-prefix-match' {
  export default class LongestPrefixMatch<V> {
    addPrefix(prefix: string, value: V): void;
    /** The values of the longest prefix that holds all of the one given. */
    getMatch(prefix: string): readonly V[];
  }
}

declare module 'cidr-matcher' {
  export default class Matcher {
    constructor(prefixes: readonly string[]);
    contains(address: string): boolean;
  }
}
