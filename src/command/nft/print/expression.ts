import type {
  BinaryOperation,
  Expression,
  LiteralElement,
  MapLiteral,
  SetLiteral,
  SetReference,
} from '../../../netfilter/nft/expression.js';
import type { KnownValue } from '../../../netfilter/nft/expression.js';
import type { Verdict } from '../../../netfilter/nft/verdict.js';
import type { Json } from '../json.js';
import { printStateful, statefulJson } from '../statement/stateful.js';
import type { Printing } from './printing.js';
import { printOffset, printSelector, selectorJson } from './selector.js';
import { printValue, spanned, splitFlags, valueJson } from './value.js';

/** An expression as a listing has it. */
export function printExpression(expression: Expression, printing: Printing): string {
  switch (expression.kind) {
    case 'number':
    case 'text':
    case 'range':
    case 'prefix':
    case 'concat-value':
      return printValue(expression, printing);
    case 'binary': {
      const { operator } = expression;
      const left = printOperand(expression.left, operator, printing);
      return `${left} ${operator} ${printOperand(expression.right, operator, printing)}`;
    }
    case 'concat':
      return expression.parts.map((part) => printExpression(part, printing)).join(' . ');
    case 'map-lookup':
      return `${printExpression(expression.key, printing)} map ${printMap(expression.map, printing)}`;
    case 'jhash': {
      const seed = expression.seed === undefined ? '' : ` seed 0x${expression.seed.toString(16)}`;
      const of = printExpression(expression.of, printing);
      return `jhash ${of} mod ${expression.modulus}${seed}${printOffset(expression)}`;
    }
    default:
      return printSelector(expression);
  }
}

/** An expression in JSON. */
export function expressionJson(expression: Expression, printing: Printing): Json {
  switch (expression.kind) {
    case 'number':
    case 'text':
    case 'range':
    case 'prefix':
    case 'concat-value':
      return valueJson(expression, printing);
    case 'binary':
      return { [expression.operator]: operandsJson(expression, printing) };
    case 'concat':
      return { concat: expression.parts.map((part) => expressionJson(part, printing)) };
    case 'map-lookup':
      return {
        map: {
          key: expressionJson(expression.key, printing),
          data: mapJson(expression.map, printing),
        },
      };
    case 'jhash':
      return {
        jhash: {
          mod: expression.modulus,
          seed: expression.seed,
          offset: expression.offset === 0 ? undefined : expression.offset,
          expr: expressionJson(expression.of, printing),
        },
      };
    default:
      return selectorJson(expression);
  }
}

const precedence = { '<<': 1, '>>': 1, '&': 2, '^': 3, '|': 4 } as const;

/** Flags are an operation too. */
function operatorOf(expression: Expression): BinaryOperation['operator'] | undefined {
  if (expression.kind === 'binary') return expression.operator;
  return expression.kind === 'number' && splitFlags(expression).length > 1 ? '|' : undefined;
}

function printOperand(
  operand: Expression,
  outer: BinaryOperation['operator'],
  printing: Printing,
): string {
  const inner = operatorOf(operand);
  const text = printExpression(operand, printing);
  if (isTurned(operand, outer)) return text;
  return inner !== undefined && precedence[outer] < precedence[inner] ? `(${text})` : text;
}

/** Bytes of a header are turned around before they are shifted or masked once more: nft knows no operation there, and lists no brackets. */
function isTurned(operand: Expression, outer: BinaryOperation['operator']): boolean {
  if (outer === '|' || outer === '^') return false;
  if (operand.kind === 'binary') return isTurned(operand.left, outer);
  const isHeader = operand.kind === 'payload' || operand.kind === 'raw-payload';
  return isHeader && operand.type.bits > 8;
}

function operandsJson(expression: BinaryOperation, printing: Printing): readonly Json[] {
  const { operator } = expression;
  return [expression.left, expression.right].flatMap((side) => {
    const isRow = side.kind === 'binary' && side.operator === operator;
    if (isRow && !isTurned(side, operator)) return operandsJson(side, printing);
    const json = expressionJson(side, printing);
    const isFlags = operator === '|' && side.kind === 'number' && splitFlags(side).length > 1;
    return isFlags
      ? splitFlags(side).map((value) => valueJson({ ...side, value }, printing))
      : [json];
  });
}

/** A set as a listing has it. */
export function printSet(set: SetLiteral | SetReference, printing: Printing): string {
  if (set.kind === 'set-reference') return `@${set.name}`;
  return `{ ${set.elements.map((element) => printElement(element, printing)).join(', ')} }`;
}

/** A set in JSON. */
export function setJson(set: SetLiteral | SetReference, printing: Printing): Json {
  if (set.kind === 'set-reference') return `@${set.name}`;
  return { set: set.elements.map((element) => elementJson(element, printing)) };
}

/** A map as a listing has it. */
export function printMap(
  map: MapLiteral | MapLiteral<Verdict> | SetReference,
  printing: Printing,
): string {
  if (map.kind === 'set-reference') return `@${map.name}`;
  const listed = dataOf(map);
  const elements = map.elements.map(
    (element) =>
      `${printElement(element, printing)} : ${printData(listed(element.data), printing)}`,
  );
  return `{ ${elements.join(', ')} }`;
}

/** A map in JSON. */
export function mapJson(
  map: MapLiteral | MapLiteral<Verdict> | SetReference,
  printing: Printing,
): Json {
  if (map.kind === 'set-reference') return `@${map.name}`;
  const listed = dataOf(map);
  return {
    set: map.elements.map((element) => {
      const data = listed(element.data);
      return [
        elementJson(element, printing),
        data.kind === 'verdict' ? verdictJson(data) : valueJson(data, printing),
      ];
    }),
  };
}

/** How a map without a name lists what it gives: as spans where one is. */
function dataOf({
  elements,
}: MapLiteral | MapLiteral<Verdict>): (data: KnownValue | Verdict) => KnownValue | Verdict {
  const hasSpans = elements.some(({ data }) => data.kind === 'range' || data.kind === 'prefix');
  return (data) => (hasSpans && data.kind !== 'verdict' ? spanned(data) : data);
}

function printElement(element: LiteralElement, printing: Printing): string {
  const { key, comment, statements = [] } = element;
  const words = [
    key === '*' ? '*' : printValue(key, printing),
    ...statements.map((statement) => printStateful(statement, printing)),
    ...(comment === undefined ? [] : [`comment "${comment}"`]),
  ];
  return words.join(' ');
}

function elementJson(element: LiteralElement, printing: Printing): Json {
  const { key, comment, statements = [] } = element;
  const val = key === '*' ? '*' : valueJson(key, printing);
  const [first] = statements;
  if (comment === undefined && first === undefined) return val;
  const kept = first === undefined ? {} : statefulJson(first, printing);
  return { elem: { val, comment, ...(isObject(kept) ? kept : {}) } };
}

function isObject(json: Json): json is { readonly [key: string]: Json | undefined } {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function printData(data: KnownValue | Verdict, printing: Printing): string {
  return data.kind === 'verdict' ? printVerdict(data) : printValue(data, printing);
}

/** A verdict as a listing has it. */
export function printVerdict(verdict: Verdict): string {
  return 'chain' in verdict ? `${verdict.verdict} ${verdict.chain}` : verdict.verdict;
}

/** A verdict in JSON. */
export function verdictJson(verdict: Verdict): Json {
  return { [verdict.verdict]: 'chain' in verdict ? { target: verdict.chain } : null };
}
