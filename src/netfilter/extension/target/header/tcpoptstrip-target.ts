import { PROTOCOL } from '../../../../packet/protocol.js';
import { XtablesError } from '../../../xtables-error.js';
import { continueWith, type TargetData, type TargetExtension } from '../../extension.js';
import { readNumber } from '../../option/number/number.js';

/** `-j TCPOPTSTRIP --strip-options OPTION[,OPTION...]`. */
export interface TcpoptstripTarget extends TargetData {
  readonly name: 'TCPOPTSTRIP';
  /** By number, the smallest first. */
  readonly options: readonly number[];
}

const NAMES: readonly (readonly [string, number])[] = [
  ['wscale', 3],
  ['mss', 2],
  ['sack-permitted', 4],
  ['sack', 5],
  ['timestamp', 8],
  ['md5', 19],
];

/** The `TCPOPTSTRIP` target: it takes options out of TCP segments, at which nothing on the path looks. Source: `xt_TCPOPTSTRIP.c`. */
export const tcpoptstripTarget: TargetExtension<TcpoptstripTarget> = {
  name: 'TCPOPTSTRIP',
  families: [4, 6],
  options: {
    initial: { name: 'TCPOPTSTRIP', options: [] },
    options: [
      {
        name: 'strip-options',
        words: 1,
        read: (data, { argument }) => ({ ...data, options: readOptions(argument) }),
      },
    ],
  },
  print: ({ options }) => (options.length === 0 ? '' : `--strip-options ${options.join(',')}`),
  list({ options }, { numeric }) {
    if (options.length === 0) return '';
    const names = options.map(
      (option) =>
        (numeric ? undefined : NAMES.find(([, number]) => number === option)?.[0]) ?? option,
    );
    return `TCPOPTSTRIP options ${names.join(',')}`;
  },
  asNft: ({ options }) => options.map((option) => `reset tcp option ${option}`).join(' '),
  restrict: () => ({ tables: ['mangle'], protocols: [PROTOCOL.tcp] }),
  effect: () => continueWith([]),
};

function readOptions(text: string): readonly number[] {
  const found = new Set<number>();
  for (const word of text.split(',')) {
    const option = NAMES.find(([name]) => name === word)?.[1] ?? readNumber(word, 0, 0xff);
    if (option === undefined) refuse(`Bad TCP option value "${word}"`);
    if (option < 2) refuse('Option value may not be 0 or 1');
    if (found.has(option)) refuse(`Option "${word}" already specified`);
    found.add(option);
  }
  return [...found].toSorted((one, other) => one - other);
}

function refuse(why: string): never {
  throw new XtablesError('parameter', why);
}
