import { assertNever } from '../../../../assert-never.js';
import { datatypeWord } from '../../../../netfilter/nft/datatype.js';
import type { SetElement } from '../../../../netfilter/nft/set/element.js';
import { listElements } from '../../../../netfilter/nft/set/listing-order.js';
import type { NftSet, SetFlag } from '../../../../netfilter/nft/set/nft-set.js';
import { scalarParts, type ValueType } from '../../../../netfilter/nft/value-type.js';
import type { Table } from '../../../../netfilter/table.js';
import type { Json } from '../../json.js';
import { expressionJson, verdictJson } from '../../print/expression.js';
import { stateless, type Printing } from '../../print/printing.js';
import { valueJson } from '../../print/value.js';
import { statefulJson } from '../../statement/stateful.js';
import { printingOf, type Listing } from './listing.js';
import { countedStatements, givenBy, valueOf } from './print-element.js';
import { readDeclaration } from './read-declaration.js';
import type { Selector } from '../../../../netfilter/nft/expression.js';

const FLAGS: readonly SetFlag[] = ['constant', 'interval', 'timeout', 'dynamic'];

/** A set or map. Source: nft's `set_print_json`. */
export function setJson(set: NftSet, table: Table, listing: Listing): Json {
  return setEntry(set, table, listing, listing.style.terse ? [] : listElements(set));
}

/** The same without its elements. */
export function setDeclarationJson(set: NftSet, table: Table, listing: Listing): Json {
  return setEntry(set, table, listing, []);
}

/** An element as nft prints a change that it hears of. Source: nft's `monitor_print_element_json`. */
export function elementEventJson(
  element: SetElement,
  set: NftSet,
  { family, name: table }: Table,
  listing: Listing,
): Json {
  const elem = { set: [elementJson(element, set, printingOf(listing, family), listing)] };
  return { element: { family, table, name: set.name, elem } };
}

function setEntry(
  declared: NftSet,
  { family, name: table }: Table,
  listing: Listing,
  elements: readonly SetElement[],
): Json {
  const printing = printingOf(listing, family);
  const set = readDeclaration(declared);
  const { name, handle, comment, timeout, gcInterval } = set;
  const isConstant = set.flags.includes('constant');
  const flags = FLAGS.filter((flag) => set.flags.includes(flag));
  const stmt = set.statements.map((one) => statefulJson(one, stateless(printing)));
  return {
    [set.data === undefined ? 'set' : 'map']: {
      family,
      name,
      table,
      type: keyJson(set, printing),
      handle,
      comment,
      map: dataJson(set),
      policy: isConstant || set.policy === 'performance' ? undefined : set.policy,
      size: isConstant ? undefined : set.size,
      flags: flags.length === 0 ? undefined : flags,
      timeout: inSeconds(timeout),
      'gc-interval': inSeconds(gcInterval),
      'auto-merge': set.autoMerge ? true : undefined,
      elem:
        elements.length === 0
          ? undefined
          : elements.map((element) => elementJson(element, set, printing, listing)),
      stmt: stmt.length === 0 ? undefined : stmt,
    },
  };
}

function inSeconds(milliseconds: number | undefined): number | undefined {
  return milliseconds === undefined ? undefined : Math.floor(milliseconds / 1000);
}

function keyJson({ keyType, keyTypeof }: NftSet, printing: Printing): Json {
  return keyTypeof === undefined
    ? typeJson(keyType)
    : { typeof: selectorsJson(keyTypeof, printing) };
}

function selectorsJson(selectors: readonly Selector[], printing: Printing): Json {
  const parts = selectors.map((selector) => expressionJson(selector, printing));
  return parts.length > 1 ? { concat: parts } : (parts[0] ?? null);
}

function typeJson(type: ValueType): Json {
  const words = scalarParts(type).map(({ datatype }) => datatypeWord(datatype));
  return words.length > 1 ? words : (words[0] ?? null);
}

function dataJson({ data }: NftSet): Json | undefined {
  switch (data?.kind) {
    case undefined:
      return undefined;
    case 'verdict':
      return 'verdict';
    case 'object':
      return data.object;
    case 'values':
      return typeJson(data.type);
    default:
      return assertNever(data);
  }
}

function elementJson(element: SetElement, set: NftSet, printing: Printing, listing: Listing): Json {
  const { key } = element;
  const plain =
    key.kind === 'catch-all' ? '*' : valueJson(valueOf(key.ranges, set.keyType), printing);
  const whole = withExtras(plain, element, set, printing, listing);
  const { data } = element;
  switch (data?.kind) {
    case undefined:
      return whole;
    case 'verdict':
      return [whole, verdictJson(data.verdict)];
    case 'object':
      return [whole, data.name];
    case 'values':
      return set.data?.kind === 'values'
        ? [whole, valueJson(givenBy(data.ranges, set.data), printing)]
        : whole;
    default:
      return assertNever(data);
  }
}

/** What an element has besides its key is around it. Source: nft's `set_elem_expr_json`, which has one statement at the most. */
function withExtras(
  val: Json,
  element: SetElement,
  set: NftSet,
  printing: Printing,
  listing: Listing,
): Json {
  const { timeout, expires, comment } = element;
  const own = timeout === set.timeout || timeout === 0 ? undefined : inSeconds(timeout);
  const left = timeout === 0 ? undefined : inSeconds(expires ?? timeout);
  const [statement] = countedStatements(element, listing);
  if (own === undefined && left === undefined && comment === undefined && statement === undefined) {
    return val;
  }
  const stateful = statement === undefined ? {} : objectOf(statefulJson(statement, printing));
  return { elem: { val, timeout: own, expires: left, comment, ...stateful } };
}

function objectOf(json: Json): { readonly [key: string]: Json | undefined } {
  return typeof json === 'object' && json !== null && !isList(json) ? json : {};
}

function isList(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}
