import { countEntries } from '../../ipset/hash-table.js';
import { revisionOf, typeName, type IpSet } from '../../ipset/ip-set.js';
import { setBytes } from '../../ipset/set-bytes.js';
import { referencesTo } from '../../namespace/ip-sets.js';
import type { Namespace } from '../../namespace/namespace.js';
import { headerWords, memberWords, type MemberWords, type SetWord } from './set-words.js';

/** How much of sets a listing has. */
export type ListingDepth = 'names' | 'headers' | 'all';

/** In what form sets are listed. */
export type ListingForm = 'plain' | 'save' | 'xml' | 'json';

/** Sets as the tool lists them. */
export function printSets(
  namespace: Namespace,
  sets: readonly IpSet[],
  form: ListingForm,
  depth: ListingDepth,
): string {
  switch (form) {
    case 'save':
      return sets.map(saveSet).join('');
    case 'xml':
      return `<ipsets>\n${sets.map((set) => xmlSet(namespace, set, depth)).join('')}</ipsets>\n`;
    case 'json':
      return `[\n${sets.map((set) => jsonSet(namespace, set, depth)).join(',\n')}\n]\n`;
    default:
      return sets.map((set) => listSet(namespace, set, depth)).join(depth === 'names' ? '' : '\n');
  }
}

/** One set as `list` writes it. */
function listSet(namespace: Namespace, set: IpSet, depth: ListingDepth): string {
  if (depth === 'names') return `${set.name}\n`;
  const { memsize, references, numentries } = sizesOf(namespace, set);
  const lines = [
    `Name: ${set.name}`,
    `Type: ${typeName(set)}`,
    `Revision: ${revisionOf(set)}`,
    `Header: ${headerWords(set).map(plainWord).join(' ')}`,
    `Size in memory: ${memsize}`,
    `References: ${references}`,
    `Number of entries: ${numentries}`,
    ...(depth === 'all' ? ['Members:', ...memberWords(set).map(plainMember)] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** One set as `save` writes it: the commands that make it. */
function saveSet(set: IpSet): string {
  const create = `create ${set.name} ${typeName(set)} ${headerWords(set).map(plainWord).join(' ')}\n`;
  return (
    create +
    memberWords(set)
      .map((one) => `add ${set.name} ${plainMember(one)}\n`)
      .join('')
  );
}

function plainMember({ parts, words }: MemberWords): string {
  return [parts.map(({ text }) => text).join(','), ...words.map(plainWord)].join(' ');
}

function plainWord({ name, value }: SetWord): string {
  return value === true ? name : `${name} ${value}`;
}

/** One set as XML; texts are written as they are. */
function xmlSet(namespace: Namespace, set: IpSet, depth: ListingDepth): string {
  if (depth === 'names') return `<ipset name="${set.name}"/>\n`;
  const sizes = Object.entries(sizesOf(namespace, set));
  const member = ({ parts, words }: MemberWords): string =>
    `<member><elem>${parts.map(({ text }) => text).join(',')}</elem>${words.map(xmlWord).join('')}</member>\n`;
  return [
    `<ipset name="${set.name}">\n<type>${typeName(set)}</type>\n`,
    `<revision>${revisionOf(set)}</revision>\n`,
    `<header>${headerWords(set).map(xmlWord).join('')}\n`,
    ...sizes.map(([name, size]) => `<${name}>${size}</${name}>\n`),
    '</header>\n',
    ...(depth === 'all' ? ['<members>\n', ...memberWords(set).map(member), '</members>\n'] : []),
    '</ipset>\n',
  ].join('');
}

function xmlWord({ name, value }: SetWord): string {
  return value === true ? `<${name}/>` : `<${name}>${value}</${name}>`;
}

/** One set as the tool writes JSON, which is none where a value isn't a number, or has quotes in it. */
function jsonSet(namespace: Namespace, set: IpSet, depth: ListingDepth): string {
  if (depth === 'names') return `  { "name" : "${set.name}" }`;
  const header = [
    ...headerWords(set).map(jsonWord),
    ...Object.entries(sizesOf(namespace, set)).map(([name, size]) => `"${name}" : ${size}`),
  ];
  const lines = [
    '  {',
    `    "name" : "${set.name}",`,
    `    "type" : "${typeName(set)}",`,
    `    "revision" : ${revisionOf(set)},`,
    '    "header" : {',
    header.map((word) => `      ${word}`).join(',\n'),
    '    },',
  ];
  if (depth === 'headers') return [...lines, '    }'].join('\n');
  const members = memberWords(set).map(jsonMember);
  return [
    ...lines,
    '    "members" : [',
    ...(members.length === 0 ? [] : [members.join(',\n')]),
    '    ]',
    '  }',
  ].join('\n');
}

function jsonMember({ parts, words }: MemberWords): string {
  const element = parts.map(({ text, quoted }) => (quoted ? `"${text}"` : text)).join(',');
  const lines = [`"elem" : "${element}"`, ...words.map(jsonWord)];
  return `      {\n${lines.map((line) => `        ${line}`).join(',\n')}\n      }`;
}

function jsonWord({ name, value, quoted = false }: SetWord): string {
  return `"${name}" : ${quoted ? `"${value}"` : value}`;
}

function sizesOf(
  namespace: Namespace,
  set: IpSet,
): Readonly<Record<'memsize' | 'references' | 'numentries', number>> {
  return {
    memsize: setBytes(set),
    references: referencesTo(namespace, set.name),
    numentries: sizeOf(set),
  };
}

function sizeOf(set: IpSet): number {
  if (set.kind === 'hash') return countEntries(set.table);
  return set.kind === 'list:set' ? set.members.length : set.entries.size;
}
