import type { ChainHook } from '../../../netfilter/base-chain.js';
import { IP_FAMILIES, type TableFamily } from '../../../netfilter/nft/family.js';
import { EvaluationError } from '../evaluate/evaluation-error.js';
import { valueOf } from '../syntax/tree/value-of.js';
import type { Priority } from '../syntax/tree/block.js';
import type { Expression } from '../syntax/tree/expression.js';

interface NamedPriority {
  readonly name: string;
  readonly value: number;
  /** Undefined for all. */
  readonly families?: readonly TableFamily[];
  readonly hooks?: readonly ChainHook[];
}

/** The names of priorities, but in bridges. Source: nft(8), table "Standard priority names, family and hook compatibility matrix". */
const NAMED: readonly NamedPriority[] = [
  { name: 'raw', value: -300, families: IP_FAMILIES },
  { name: 'mangle', value: -150, families: IP_FAMILIES },
  { name: 'dstnat', value: -100, families: IP_FAMILIES, hooks: ['PREROUTING', 'OUTPUT'] },
  { name: 'filter', value: 0 },
  { name: 'security', value: 50, families: IP_FAMILIES },
  { name: 'srcnat', value: 100, families: IP_FAMILIES, hooks: ['INPUT', 'POSTROUTING'] },
];

/** The names of priorities in bridges. Source: nft(8), table "Standard priority names and hook compatibility for the bridge family". */
const NAMED_OF_BRIDGES: readonly NamedPriority[] = [
  { name: 'dstnat', value: -300, hooks: ['PREROUTING'] },
  { name: 'filter', value: -200 },
  { name: 'out', value: 100, hooks: ['OUTPUT'] },
  { name: 'srcnat', value: 300, hooks: ['POSTROUTING'] },
];

/** A number is shown by a name that is at most so far from it. */
const REACH = 10;

function namesOf(family: TableFamily): readonly NamedPriority[] {
  return family === 'bridge' ? NAMED_OF_BRIDGES : NAMED;
}

function fits({ families, hooks }: NamedPriority, family: TableFamily, hook: ChainHook): boolean {
  return (families?.includes(family) ?? true) && (hooks?.includes(hook) ?? true);
}

/** The number of a priority: `filter + 10` is 10. @throws EvaluationError when no such name is known at the hook */
export function evaluatePriority(priority: Priority, family: TableFamily, hook: ChainHook): number {
  const number = numberOf(priority.expression, family, hook);
  if (number !== undefined) return number;
  const { kind, at } = valueOf(priority.expression);
  const isSet = kind === 'set';
  throw new EvaluationError(
    `invalid priority expression ${isSet ? 'set' : 'value'} in this context.`,
    priority.at,
    [],
    isSet ? [new EvaluationError('set is not a valid priority expression', at)] : [],
  );
}

function numberOf(
  expression: Expression,
  family: TableFamily,
  hook: ChainHook,
): number | undefined {
  switch (expression.kind) {
    case 'integer':
      return Number(BigInt.asIntN(32, expression.value));
    case 'variable':
      return numberOf(expression.value, family, hook);
    case 'symbol': {
      if (/^-?\d+$/.test(expression.text))
        return Number(BigInt.asIntN(32, BigInt(expression.text)));
      const [, name = '', sign, offset] =
        /^(\S+?)(?:\s*([+-])\s*(\d+))?$/.exec(expression.text) ?? [];
      const named = namesOf(family).find((one) => one.name === name && fits(one, family, hook));
      if (named === undefined) return undefined;
      return named.value + (sign === '-' ? -1 : 1) * Number(offset ?? 0);
    }
    default:
      return undefined;
  }
}

/** A priority as it's listed: by the name of one that is near, if it's one of the hook. Source: nft's `prio2str`. */
export function printPriority(priority: number, family: TableFamily, hook: ChainHook): string {
  const named = namesOf(family).find(({ value }) => Math.abs(priority - value) <= REACH);
  if (named === undefined || !fits(named, family, hook)) return String(priority);
  const offset = priority - named.value;
  if (offset === 0) return named.name;
  return `${named.name} ${offset > 0 ? '+' : '-'} ${Math.abs(offset)}`;
}
