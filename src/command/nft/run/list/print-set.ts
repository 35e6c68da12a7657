import type { DatatypeName } from '../../../../netfilter/nft/datatype.js';
import type { TableFamily } from '../../../../netfilter/nft/family.js';
import type { SetElement } from '../../../../netfilter/nft/set/element.js';
import { listElements } from '../../../../netfilter/nft/set/listing-order.js';
import type { NftSet } from '../../../../netfilter/nft/set/nft-set.js';
import type { Table } from '../../../../netfilter/table.js';
import { typeWords } from '../../evaluate/type-words.js';
import { printExpression } from '../../print/expression.js';
import { stateless } from '../../print/printing.js';
import { printStateful } from '../../statement/stateful.js';
import { handleNote, printingOf, printTime, type Listing } from './listing.js';
import { printElement } from './print-element.js';
import { readDeclaration } from './read-declaration.js';
import type { Selector } from '../../../../netfilter/nft/expression.js';

/** A set or map as a listing has it. Source: nft's `do_set_print`. */
export function printSet(declared: NftSet, family: TableFamily, listing: Listing): string {
  const set = readDeclaration(declared);
  const word = set.data === undefined ? 'set' : 'map';
  const elements = listing.style.terse ? [] : listElements(set);
  const lines = [...declarationLines(set, family, listing)];
  if (elements.length > 0) lines.push(printElements(set, elements, family, listing));
  const note = handleNote(listing, set.handle);
  return `\t${word} ${set.name} {${note}\n${lines.map((line) => `\t\t${line}\n`).join('')}\t}\n`;
}

/** A set or map without its elements in one line, as nft prints a change that it hears of. Source: nft's `set_print_plain`. */
export function printPlainSet(
  set: NftSet,
  { family, name: table }: Pick<Table, 'family' | 'name'>,
  listing: Listing,
): string {
  const word = set.data === undefined ? 'set' : 'map';
  const note = handleNote(listing, set.handle);
  const body = declarationLines(set, family, listing).map((line) => `${line}; `);
  return `${word} ${family} ${table} ${set.name} {${note} ${body.join('')}} `;
}

function declarationLines(set: NftSet, family: TableFamily, listing: Listing): readonly string[] {
  const { timeout, gcInterval, comment, size, policy } = set;
  const isConstant = set.flags.includes('constant');
  // A default timeout says that there are timeouts.
  const isFlagged = set.flags.some((flag) => flag !== 'timeout' || timeout === undefined);
  const printing = stateless(printingOf(listing, family));
  const statements = set.statements.map((statement) => printStateful(statement, printing));
  return [
    printTypes(set, family, listing),
    ...(isConstant || policy === 'performance' ? [] : [`policy ${policy}`]),
    ...(isConstant || size === undefined ? [] : [`size ${size}`]),
    ...(isFlagged ? [`flags ${set.flags.join(',')}`] : []),
    ...(statements.length === 0 ? [] : [statements.join(' ')]),
    ...(set.autoMerge ? ['auto-merge'] : []),
    ...(timeout === undefined ? [] : [`timeout ${printTime(timeout, listing)}`]),
    ...(gcInterval === undefined ? [] : [`gc-interval ${printTime(gcInterval, listing)}`]),
    ...(comment === undefined ? [] : [`comment "${comment}"`]),
  ];
}

function printTypes(
  { keyType, keyTypeof, data, dataTypeof }: NftSet,
  family: TableFamily,
  listing: Listing,
): string {
  const printing = printingOf(listing, family);
  const expressions = (list: readonly Selector[]): string =>
    list.map((selector) => printExpression(selector, printing)).join(' . ');
  const key =
    keyTypeof === undefined ? `type ${typeWords(keyType)}` : `typeof ${expressions(keyTypeof)}`;
  if (data === undefined) return key;
  if (data.kind === 'verdict') return `${key} : verdict`;
  if (data.kind === 'object') return `${key} : ${data.object}`;
  const value = dataTypeof === undefined ? typeWords(data.type) : expressions(dataTypeof);
  return `${key} : ${data.interval ? 'interval ' : ''}${value}`;
}

const FIVE_A_LINE: ReadonlySet<DatatypeName> = new Set([
  'nf_proto',
  'integer',
  'hex_integer',
  'arp_op',
  'inet_proto',
  'inet_service',
  'tcp_flag',
  'dccp_pkttype',
  'mark',
  'mptcp_subtype',
  'iface_index',
  'classid',
  'uid',
  'gid',
  'ct_dir',
]);

const TWO_A_LINE: ReadonlySet<DatatypeName> = new Set([
  'ipv4_addr',
  'ct_state',
  'ct_status',
  'pkt_type',
]);

/** How many elements stand on a line: it depends on what they are, and on what they have. Source: nft's `calculate_delim`. */
function elementsPerLine(
  { keyType, data, flags, statements, timeout }: NftSet,
  elements: readonly SetElement[],
): number {
  const isLong =
    keyType.kind === 'concatenation' ||
    data !== undefined ||
    timeout !== undefined ||
    flags.includes('timeout') ||
    statements.length > 0 ||
    elements.some(({ comment }) => comment !== undefined);
  if (isLong) return 1;
  if (FIVE_A_LINE.has(keyType.datatype)) return 5;
  return TWO_A_LINE.has(keyType.datatype) ? 2 : 1;
}

function printElements(
  set: NftSet,
  elements: readonly SetElement[],
  family: TableFamily,
  listing: Listing,
): string {
  const most = elementsPerLine(set, elements);
  const lines: string[] = [];
  for (let at = 0; at < elements.length; at += most) {
    const line = elements.slice(at, at + most);
    lines.push(line.map((element) => printElement(element, set, family, listing)).join(', '));
  }
  return `elements = { ${lines.join(',\n\t\t\t     ')} }`;
}
