import { Automaton } from '../../pattern/automaton.js';
import { find } from '../../pattern/find.js';
import { hasVagueGroup, ignoringCase } from '../../pattern/pattern.js';
import { readEre } from '../../pattern/read-ere.js';

/** What a regular expression finds in a text. */
export type Finding =
  /** The whole and the groups; one that had no part in it is empty. */
  | { readonly kind: 'found'; readonly groups: readonly string[] }
  | { readonly kind: 'nothing' }
  /** The pattern is no expression. */
  | { readonly kind: 'invalid' }
  /** What this shell can't find. */
  | { readonly kind: 'refused'; readonly what: string };

const MOST_KEPT = 100;
const automata = new Map<string, Made | Finding>();

interface Made {
  readonly kind: 'made';
  readonly automaton: Automaton;
  readonly isVague: boolean;
}

/** Looks for an extended regular expression of POSIX in a text, as regexec(3) of glibc does in the C locale. */
export function findExpression(pattern: string, text: string, ignoresCase: boolean): Finding {
  const key = `${ignoresCase ? 'i' : 's'}${pattern}`;
  const made = automata.get(key) ?? make(pattern, ignoresCase);
  if (automata.size >= MOST_KEPT) automata.clear();
  automata.set(key, made);
  if (made.kind !== 'made') return made;
  const spans = find(made.automaton, text);
  if (spans === undefined) return { kind: 'nothing' };
  if (spans === 'too-large') return refuse('on so long a text');
  if (made.isVague) return refuse('with a repeated group that can match nothing');
  return {
    kind: 'found',
    groups: spans.map((span) => (span === undefined ? '' : text.slice(...span))),
  };
}

function make(pattern: string, ignoresCase: boolean): Made | Finding {
  const read = readEre(pattern);
  if (read === undefined) return { kind: 'invalid' };
  if (read === 'back-reference') return refuse('with a back-reference');
  const automaton = Automaton.of(ignoresCase ? ignoringCase(read) : read);
  if (automaton === undefined) return refuse('of so many repetitions');
  return { kind: 'made', automaton, isVague: hasVagueGroup(read) };
}

function refuse(why: string): Finding {
  return { kind: 'refused', what: `=~ ${why}` };
}

/** Text as an expression that matches exactly it. */
export function quoteExpression(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[{|]/g, String.raw`\$&`);
}
