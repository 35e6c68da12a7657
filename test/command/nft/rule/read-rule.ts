import type { EvaluationContext, NamedSet } from '../../../../src/command/nft/evaluate/context.js';
import { evaluateRule } from '../../../../src/command/nft/evaluate/evaluate-rule.js';
import { EvaluationError } from '../../../../src/command/nft/evaluate/evaluation-error.js';
import { declaredType } from '../../../../src/command/nft/evaluate/key-type.js';
import { nearestName } from '../../../../src/command/nft/misspelt.js';
import { printError } from '../../../../src/command/nft/print-error.js';
import { printRule } from '../../../../src/command/nft/print/rule.js';
import {
  PLAIN_STYLE,
  type ListingStyle,
} from '../../../../src/command/nft/datatype/datatype-text.js';
import { commandLineSource, parseNft } from '../../../../src/command/nft/syntax/parse-nft.js';
import type { SetBlock } from '../../../../src/command/nft/syntax/tree/block.js';
import type { TableFamily } from '../../../../src/netfilter/nft/family.js';
import type { Rule } from '../../../../src/netfilter/nft/statement.js';
import { hostNames } from './host-names.js';

/** The sets of a table, by name. */
export type Sets = ReadonlyMap<string, NamedSet>;

/** Sets by the family of their table. */
export type SetsByFamily = ReadonlyMap<string, Sets>;

function contextOf(family: TableFamily, byFamily: SetsByFamily): EvaluationContext {
  return {
    family,
    names: hostNames,
    findSet: (name) => byFamily.get(family)?.get(name),
    suggestSet: (name) => {
      for (const [of, sets] of byFamily) {
        const near = nearestName(name, sets.keys());
        const set = near === undefined ? undefined : sets.get(near);
        if (set === undefined) continue;
        const kind = set.data === undefined ? 'set' : 'map';
        return { kind, name: set.name, family: isFamily(of) ? of : 'ip', table: 't' };
      }
      return undefined;
    },
  };
}

function isFamily(word: string): word is TableFamily {
  return /^(ip6?|inet|arp|bridge|netdev)$/.test(word);
}

/** The sets that a ruleset declares. */
export function declaredSets(ruleset: string): SetsByFamily {
  const byFamily = new Map<string, Map<string, NamedSet>>();
  const { commands } = parseNft({ name: '/dev/stdin', text: ruleset });
  for (const command of commands) {
    if (!('block' in command) || command.object !== 'table' || command.block === undefined)
      continue;
    const { family = 'ip' } = command.spec;
    const sets = new Map<string, NamedSet>();
    for (const { name, block } of command.block.sets) {
      sets.set(name.value, namedSet(name.value, block, contextOf(family, byFamily)));
    }
    byFamily.set(family, sets);
  }
  return byFamily;
}

function namedSet(name: string, block: SetBlock, context: EvaluationContext): NamedSet {
  if (block.key === undefined) throw new TypeError(`no key of ${name}`);
  const { type: keyType } = declaredType(block.key, context);
  const { flags, size } = block;
  const most = size === undefined ? undefined : Number(size);
  return { name, keyType, flags, size: most, data: dataOf(block, context) };
}

function dataOf({ data }: SetBlock, context: EvaluationContext): NamedSet['data'] {
  if (data === undefined || data.kind === 'object') return data;
  const [first] = data.type.parts;
  if (first?.kind === 'type' && first.name === 'verdict') return { kind: 'verdict' };
  const { type } = declaredType(data.type, context);
  return { kind: 'values', type, interval: data.interval };
}

/** What becomes of `add rule`. */
export type ReadRule = { readonly rule: Rule } | { readonly error: string };

/** Reads a rule as `nft add rule FAMILY t CHAIN RULE` does. */
export function readRule(
  { family, chain, rule }: { family: TableFamily; chain: string; rule: string },
  byFamily: SetsByFamily,
): ReadRule {
  const { commands, errors, failed } = parseNft(
    commandLineSource([`add rule ${family} t ${chain} ${rule}`]),
  );
  const [command] = commands;
  if (failed || command === undefined) return { error: errors.map(printError).join('') };
  if (!('rule' in command)) return { error: 'no rule' };
  try {
    return { rule: evaluateRule(command.rule, contextOf(family, byFamily)) };
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    return { error: printError({ message: error.message, at: [error.at, ...error.related] }) };
  }
}

/** A rule as `nft list` prints it. */
export function listRule(
  rule: Rule,
  family: TableFamily,
  style: Partial<ListingStyle> = {},
): string {
  const text = printRule(rule, { family, names: hostNames, style: { ...PLAIN_STYLE, ...style } });
  return rule.comment === undefined ? text : `${text} comment "${rule.comment}"`;
}
