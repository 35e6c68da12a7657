import type { Word, Part } from './script.js';

/** The text of a word that is the same in every run; undefined when it holds an expansion. */
export function literalOf(word: Word): string | undefined {
  return literalOfParts(word.parts);
}

function literalOfParts(parts: readonly Part[]): string | undefined {
  let text = '';
  for (const part of parts) {
    if (part.kind === 'literal' || part.kind === 'quoted') text += part.text;
    else if (part.kind === 'double') {
      const inner = literalOfParts(part.parts);
      if (inner === undefined) return undefined;
      text += inner;
    } else return undefined;
  }
  return text;
}

/** A word that stands for exactly this text. */
export function quotedWord(text: string): Word {
  return { parts: [{ kind: 'quoted', text }], raw: text };
}
