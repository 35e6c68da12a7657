import {
  datatypes,
  type ByteOrder,
  type DatatypeName,
} from '../../../../netfilter/nft/datatype.js';
import type { FileNames, HostNames, NamedValues } from '../../datatype/host-names.js';

const PROTOCOL_COUNT = 256;

/** The names of a type's values as `nft describe` prints them. Source: nft's `symbol_table_print`, `inet_protocol_type_describe`. */
export function printSymbols(
  datatype: DatatypeName,
  order: ByteOrder | undefined,
  names: HostNames,
): string {
  switch (datatype) {
    case 'inet_proto':
      return protocols(names);
    case 'mark':
      return namesOfFile(names.marks);
    case 'realm':
      return namesOfFile(names.realms);
    case 'devgroup':
      return namesOfFile(names.deviceGroups);
    case 'ct_label':
      return namesOfFile(names.connectionLabels);
    // Their names are read, and not shown.
    case 'icmp_code':
    case 'icmpv6_code':
    case 'icmpx_code':
      return '';
    default:
      return ownSymbols(datatype, order);
  }
}

function protocols({ databases }: HostNames): string {
  return Array.from({ length: PROTOCOL_COUNT }, (_, number) => {
    const name = databases.protocols.nameOf(number);
    return name === undefined ? '' : `\t${name.padEnd(30)}\t${number}\n`;
  }).join('');
}

function namesOfFile({ symbols, path }: FileNames): string {
  if (symbols.length === 0) return '';
  return table(`from ${path} (in decimal)`, symbols, inDecimal);
}

function ownSymbols(datatype: DatatypeName, order: ByteOrder | undefined): string {
  const { symbols: known, bits = 8 } = datatypes[datatype];
  if (known === undefined) return '';
  if (known.numbers === 'decimal') return table('(in decimal)', known.symbols, inDecimal);
  const bytes = Math.ceil(bits / 8);
  return table('(in hexadecimal)', known.symbols, (value) => {
    const digits = value.toString(16).padStart(2 * bytes, '0');
    // Numbers of packets are printed byte by byte, the last one first.
    const pairs = digits.match(/../gu) ?? [];
    return `0x${(order === 'network' ? pairs.toReversed() : pairs).join('')}`;
  });
}

function inDecimal(value: number): string {
  return value.toString().padStart(20);
}

function table(
  title: string,
  symbols: NamedValues['symbols'],
  print: (value: number) => string,
): string {
  const rows = symbols.map(([name, value]) => `\t${name.padEnd(30)}\t${print(value)}\n`);
  return `\npre-defined symbolic constants ${title}:\n${rows.join('')}`;
}
