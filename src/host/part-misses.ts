import { findShortfalls } from '../evaluate/misses.js';
import { holds } from '../evaluate/holds.js';
import type { Registers } from '../evaluate/registers.js';
import { findMatch } from '../netfilter/extension/registry.js';
import type { RulePart } from '../netfilter/rule-predicate.js';
import type { Part } from '../predicate/part.js';
import { fieldsOf } from '../predicate/fields-of.js';
import { not } from '../predicate/predicate.js';
import type { Miss } from './explanation.js';
import { isNamedField, printHas, printMiss, type MissScope } from './miss-text.js';

/** What of a rule's parts didn't hold, in the words of its tool; nothing when all did. */
export function partMisses(
  parts: readonly RulePart[],
  registers: Registers,
  scope: MissScope,
): readonly Miss[] {
  return parts.flatMap((part) =>
    holds(part.when, registers) ? [] : missesOf(part, registers, scope),
  );
}

function missesOf(
  { when, words, match, statement, reads }: RulePart,
  registers: Registers,
  scope: MissScope,
): readonly Miss[] {
  if (words !== undefined) {
    const { option, needs, has } = words;
    return [{ field: option, needs, has: printHas(has, registers, scope) }];
  }
  if (statement !== undefined && scope.words !== undefined) {
    const named = (reads ?? [...fieldsOf(when)]).filter(isNamedField);
    return [{ ...scope.words(statement), has: printHas(named, registers, scope) }];
  }
  const misses = findShortfalls(when, registers).flatMap(
    (shortfall) => printMiss(shortfall, registers, scope) ?? [],
  );
  if (misses.length > 0) return misses;
  // What no packet can be.
  const text = match && findMatch(match.name, scope.family)?.print(match, scope.family);
  return [{ field: match?.name ?? 'packet', needs: text ?? 'what none can be', has: 'none' }];
}

/** Why an `ip rule` with `not` misses: all of its selectors held. */
export function negatedMisses(
  parts: readonly Part[],
  registers: Registers,
  scope: MissScope,
): readonly Miss[] {
  const [first, ...others] = parts;
  if (first === undefined) {
    return [{ field: 'from', needs: 'not all', has: printHas(['flowSrc'], registers, scope) }];
  }
  if (others.length === 0) return heldMisses(first, registers, scope);
  const held = parts.flatMap((part) => heldMisses(part, registers, scope));
  const texts = held.map(({ field, needs }) => `${field} ${needs.replace(/^not /, '')}`);
  return [{ field: 'not', needs: `(${texts.join(' and ')})`, has: 'all of it' }];
}

/** What a part that holds would have to be not to. */
function heldMisses(
  { when, words }: Part,
  registers: Registers,
  scope: MissScope,
): readonly Miss[] {
  return words === undefined
    ? missesOf({ when: not(when) }, registers, scope)
    : missesOf(
        { when: not(when), words: { ...words, needs: `not ${words.needs}` } },
        registers,
        scope,
      );
}
