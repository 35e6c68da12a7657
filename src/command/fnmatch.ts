/** Matches a name with a pattern of `*`, `?` and `[...]`, as fnmatch(3) does without flags. */
export function matchesPattern(pattern: string, name: string): boolean {
  return new RegExp(`^(?:${toRegExp(pattern)})$`, 's').test(name);
}

/** Tells whether a text has any of the signs that make it a pattern. */
export function isPattern(text: string): boolean {
  return /[*?[]/.test(text);
}

const TOKENS = /\\(.)|\[([!^]?)(\]?[^\]]*)\]|[*?]|[.+^${}()|[\]\\/]/gs;

function toRegExp(pattern: string): string {
  return pattern.replaceAll(
    TOKENS,
    (whole: string, escaped?: string, inverted?: string, set?: string) => {
      if (escaped !== undefined) return escaped.replace(/[.*+?^${}()|[\]\\/]/, String.raw`\$&`);
      if (set !== undefined) {
        const inside = set.replaceAll(/[\\\]^]/g, String.raw`\$&`);
        return `[${inverted === '' ? '' : '^'}${inside}]`;
      }
      if (whole === '*') return '.*';
      return whole === '?' ? '.' : `\\${whole}`;
    },
  );
}
