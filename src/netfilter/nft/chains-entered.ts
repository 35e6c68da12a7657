import type { Statement } from './statement.js';
import type { Verdict } from './verdict.js';

/** The chains that statements name, each where it is named; those to which a set of the table leads are left out. */
export function chainsOfStatements(statements: readonly Statement[]): readonly string[] {
  return statements.flatMap((statement): readonly string[] => {
    switch (statement.kind) {
      case 'verdict':
        return chainOf(statement.verdict);
      case 'vmap':
        return statement.map.kind === 'map'
          ? statement.map.elements.flatMap(({ data }) => chainOf(data))
          : [];
      case 'chain':
        return statement.rules.flatMap((rule) => chainsOfStatements(rule.statements));
      default:
        return [];
    }
  });
}

/** Statements that name another chain where they named one. */
export function withChainRenamed(
  statements: readonly Statement[],
  from: string,
  to: string,
): readonly Statement[] {
  const renamed = (verdict: Verdict): Verdict =>
    'chain' in verdict && verdict.chain === from ? { ...verdict, chain: to } : verdict;
  return statements.map((statement): Statement => {
    switch (statement.kind) {
      case 'verdict':
        return { ...statement, verdict: renamed(statement.verdict) };
      case 'vmap': {
        const { map } = statement;
        if (map.kind !== 'map') return statement;
        const elements = map.elements.map((one) => ({ ...one, data: renamed(one.data) }));
        return { ...statement, map: { ...map, elements } };
      }
      case 'chain': {
        const rules = statement.rules.map((rule) => ({
          ...rule,
          statements: withChainRenamed(rule.statements, from, to),
        }));
        return { ...statement, rules };
      }
      default:
        return statement;
    }
  });
}

function chainOf(verdict: Verdict): readonly string[] {
  return 'chain' in verdict ? [verdict.chain] : [];
}
