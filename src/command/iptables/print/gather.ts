import { XtablesError } from '../../../netfilter/xtables-error.js';

/** What a listing has printed, and what it came to an end at. */
export interface Gathered {
  readonly text: string;
  readonly problem: XtablesError | undefined;
}

/** Gathers the pieces of a listing up to the one that can't be made: the tool has printed the others by then. */
export function gather(pieces: Iterable<string>): Gathered {
  const made: string[] = [];
  try {
    for (const piece of pieces) made.push(piece);
  } catch (error) {
    if (error instanceof XtablesError) return { text: made.join(''), problem: error };
    throw error;
  }
  return { text: made.join(''), problem: undefined };
}
