import type {
  MatchChoice,
  MatchData,
  TargetBranch,
  TargetData,
} from '../../netfilter/extension/extension.js';
import type { OpenChoice } from '../../netfilter/statement.js';
import type { RuleCondition } from '../../netfilter/rule-predicate.js';
import type { ChoicePoint, ChoiceTransition } from '../../program/choice-point.js';
import { printPlace, type Place } from '../../program/place.js';

const MATCHES = 0;
const PASSES_BY = 1;

/**
 * The choice that stands for a match which the packet doesn't decide: its first way is that it matches.
 *
 * @param index - which of the rule's conditions it is
 */
export function choiceOfMatch(
  { match, choice }: Extract<RuleCondition, { kind: 'choice' }>,
  place: Extract<Place, { kind: 'rule' }>,
  index: number,
): ChoicePoint {
  return {
    name: `${match.name} ${inRule(place)} ${index}`,
    rule: inRule(place),
    meanings: [`${match.name} matches`, `${match.name} passes by`],
    by: decidedBy(match, choice),
  };
}

function decidedBy(match: MatchData, choice: MatchChoice): ChoicePoint['by'] {
  if ('list' in choice) {
    return { kind: 'list', question: choice.list, ways: { holds: MATCHES, fails: PASSES_BY } };
  }
  if ('entry' in choice) {
    const [holds, fails] = choice.inverted ? [PASSES_BY, MATCHES] : [MATCHES, PASSES_BY];
    return { kind: 'entry', question: choice.entry, ways: { holds, fails } };
  }
  const transitions = choice.transitions.map(({ matches, state }) => ({
    option: matches ? MATCHES : PASSES_BY,
    state,
  }));
  return { kind: 'memory', key: match, transitions };
}

/** The choice that stands for what the packet doesn't decide in a rule of nft. */
export function choiceOfStatement(
  { name, key, meanings, by }: OpenChoice,
  place: Extract<Place, { kind: 'rule' }>,
  index: number,
): ChoicePoint {
  return {
    name: `${name} ${inRule(place)} ${index}`,
    rule: inRule(place),
    meanings,
    by: by.kind === 'memory' ? { kind: 'memory', key, transitions: optionsOf(by.transitions) } : by,
  };
}

function optionsOf(
  transitions: readonly { readonly way: number; readonly state: number }[],
): readonly ChoiceTransition[] {
  return transitions.map(({ way, state }) => ({ option: way, state }));
}

/** The choice that stands for what a target leaves to something else: a single packet takes the first way. */
export function choiceOfTarget(
  of: TargetData,
  ways: readonly string[],
  place: Extract<Place, { kind: 'rule' }>,
): ChoicePoint {
  return {
    name: `${of.name} ${inRule(place)}`,
    rule: inRule(place),
    meanings: ways.map((way) => `${of.name}: ${way}`),
    by: { kind: 'memory', key: of, transitions: [{ option: 0, state: -1 }] },
  };
}

/** The choice that stands for whether a packet takes a branch of a target: a single packet takes the first way. */
export function choiceOfBranch(
  { of, word, taken }: NonNullable<TargetBranch['open']>,
  place: Extract<Place, { kind: 'rule' }>,
): ChoicePoint {
  const meanings = [`${of.name}: ${word}`, `${of.name}: not ${word}`];
  return {
    name: `${of.name} ${word} ${inRule(place)}`,
    rule: inRule(place),
    meanings: taken ? meanings : meanings.toReversed(),
    by: { kind: 'memory', key: of, transitions: [{ option: 0, state: -1 }] },
  };
}

/** What a branch of a target does to a set of `ipset`, as a choice of one way. */
export function choiceOfChange(
  { word, question }: NonNullable<TargetBranch['changes']>,
  place: Extract<Place, { kind: 'rule' }>,
): ChoicePoint {
  return {
    name: `SET ${word} ${inRule(place)}`,
    rule: inRule(place),
    meanings: [`SET: ${question.does === 'add' ? 'added to' : 'removed from'} ${question.set}`],
    by: { kind: 'entry', question, ways: { holds: 0, fails: 0 } },
  };
}

/** A rule, and the hook at which it is met. */
export function inRule(place: Extract<Place, { kind: 'rule' }>): string {
  return `${printPlace(place)} ${place.hook}`;
}
