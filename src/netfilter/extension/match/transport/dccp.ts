import { PROTOCOL } from '../../../../packet/protocol.js';
import { XtablesError } from '../../../xtables-error.js';
import type { MatchData, MatchExtension } from '../../extension.js';
import { portOptions } from '../../option/resolved-port.js';
import {
  carriedPortsPredicate,
  listCarriedPorts,
  printCarriedPorts,
  translateCarriedPorts,
  type CarriedPorts,
} from '../../option/carried-ports.js';
import { readInteger } from '../../option/number/integer.js';
import { openChoice } from '../../option/open-choice.js';
import type { WantedNumber } from '../../option/number/wanted-number.js';
import { nftNot, nftWords } from '../../option/nft-words.js';

/** `-m dccp`. */
export interface DccpMatch extends MatchData, CarriedPorts {
  readonly name: 'dccp';
  /** Types by number; the last stands for all from 10 on. */
  readonly types: { readonly numbers: readonly number[]; readonly inverted: boolean } | undefined;
  readonly option: WantedNumber | undefined;
}

const TYPES = [
  'REQUEST',
  'RESPONSE',
  'DATA',
  'ACK',
  'DATAACK',
  'CLOSEREQ',
  'CLOSE',
  'RESET',
  'SYNC',
  'SYNCACK',
  'INVALID',
];
const INVALID = 10;

/** The `dccp` match: on ports, and on types and options, which a packet here doesn't have. Source: `xt_dccp.c`, iptables-extensions(8). */
export const dccpMatch: MatchExtension<DccpMatch> = {
  name: 'dccp',
  families: [4, 6],
  options: {
    initial: {
      name: 'dccp',
      sport: undefined,
      dport: undefined,
      types: undefined,
      option: undefined,
    },
    options: [
      ...portOptions<DccpMatch>(),
      {
        name: 'dccp-types',
        words: 1,
        invertible: true,
        read: (data, { argument, inverted }) => ({
          ...data,
          types: { numbers: readTypes(argument), inverted },
        }),
      },
      {
        name: 'dccp-option',
        words: 1,
        invertible: true,
        read: (data, given) => ({
          ...data,
          option: { value: readInteger(given, 1, 0xff), inverted: given.inverted },
        }),
      },
    ],
  },
  print: (data) =>
    [
      ...printCarriedPorts(data),
      ...(data.types === undefined
        ? []
        : [`${data.types.inverted ? '! ' : ''}--dccp-types ${printTypes(data.types.numbers)}`]),
      ...(data.option === undefined
        ? []
        : [`${data.option.inverted ? '! ' : ''}--dccp-option ${data.option.value}`]),
    ].join(' '),
  list: (data, style) =>
    [
      'dccp',
      ...listCarriedPorts(data, 'dccp', style),
      ...(data.types === undefined
        ? []
        : [
            `${data.types.inverted ? '! ' : ''}${style.numeric ? numericTypes(data.types.numbers) : printTypes(data.types.numbers)}`,
          ]),
      ...(data.option === undefined
        ? []
        : [`option=${data.option.inverted ? '!' : ''}${data.option.value}`]),
    ].join(' '),
  translate: (data) =>
    data.option === undefined
      ? nftWords(
          ...translateCarriedPorts(data, 'dccp'),
          ...(data.types === undefined
            ? []
            : [`dccp type ${nftNot(data.types)}`, translateTypes(data.types.numbers)]),
        )
      : undefined,
  restrict: () => ({ protocols: [PROTOCOL.dccp] }),
  predicate: carriedPortsPredicate,
  choice: ({ types, option }) =>
    types === undefined && option === undefined
      ? undefined
      : openChoice((types?.inverted ?? true) && (option?.inverted ?? true)),
};

function readTypes(text: string): readonly number[] {
  const names = text.split(',').filter((name) => name !== '');
  const found = new Set(
    names.map((name) => {
      const type = TYPES.indexOf(name.toUpperCase());
      if (type >= 0) return type;
      throw new XtablesError('parameter', `Unknown DCCP type \`${name}'`);
    }),
  );
  return TYPES.map((_name, type) => type).filter((type) => found.has(type));
}

function printTypes(numbers: readonly number[]): string {
  return numbers.map((number) => TYPES[number]).join(',');
}

/** A listing by number shows all that are invalid. */
function numericTypes(numbers: readonly number[]): string {
  return numbers
    .flatMap((number) => (number === INVALID ? [10, 11, 12, 13, 14, 15] : [number]))
    .join(',');
}

function translateTypes(numbers: readonly number[]): string {
  const names = numbers.map((number) =>
    number === INVALID ? '10-15' : (TYPES[number] ?? '').toLowerCase(),
  );
  return names.length > 1 ? `{ ${names.join(', ')} }` : names.join('');
}
