import { HAS_TRANSPORT_HEADER } from '../../../fragment.js';
import { XtablesError } from '../../../xtables-error.js';
import type { MatchData, MatchExtension } from '../../extension.js';
import { readNumber } from '../../option/number/number.js';
import { openChoice } from '../../option/open-choice.js';
import { nftNot, nftSpan } from '../../option/nft-words.js';

/** `-m mh --mh-type FROM[:TO]`. */
export interface MhMatch extends MatchData {
  readonly name: 'mh';
  readonly from: number;
  readonly to: number;
  readonly inverted: boolean;
}

const MAX = 0xff;
/** The number of the Mobility Header's protocol. */
const MOBILITY_HEADER = 135;

const TYPES: readonly (readonly [string, number])[] = [
  ['binding-refresh-request', 0],
  ['brr', 0],
  ['home-test-init', 1],
  ['hoti', 1],
  ['careof-test-init', 2],
  ['coti', 2],
  ['home-test', 3],
  ['hot', 3],
  ['careof-test', 4],
  ['cot', 4],
  ['binding-update', 5],
  ['bu', 5],
  ['binding-acknowledgement', 6],
  ['ba', 6],
  ['binding-error', 7],
  ['be', 7],
];

/** The `mh` match: on the type of a message of Mobile IPv6, which a packet here doesn't have. Source: `xt_mh.c`, iptables-extensions(8). */
export const mhMatch: MatchExtension<MhMatch> = {
  name: 'mh',
  families: [6],
  options: {
    initial: { name: 'mh', from: 0, to: MAX, inverted: false },
    options: [
      {
        name: 'mh-type',
        words: 1,
        invertible: true,
        read: (data, { argument, inverted }) => ({ ...data, ...readTypes(argument), inverted }),
      },
    ],
  },
  print(data) {
    if (isAny(data)) return '';
    const { from, to, inverted } = data;
    return `${inverted ? '! ' : ''}--mh-type ${from === to ? from : `${from}:${to}`}`;
  },
  list(data, { numeric }) {
    if (isAny(data)) return 'mh';
    const { from, to, inverted } = data;
    const name = (type: number): string =>
      `${(numeric ? undefined : TYPES.find(([, number]) => number === type)?.[0]) ?? type}`;
    return `mh ${inverted ? '!' : ''}${from === to ? name(from) : `${name(from)}:${name(to)}`}`;
  },
  translate: (data) =>
    isAny(data) ? 'exthdr mh exists' : `mh type ${nftNot(data)}${nftSpan(data.from, data.to)}`,
  restrict: () => ({ protocols: [MOBILITY_HEADER] }),
  predicate: () => HAS_TRANSPORT_HEADER,
  choice: (data) => (isAny(data) ? undefined : openChoice(data.inverted)),
};

function isAny({ from, to, inverted }: MhMatch): boolean {
  return from === 0 && to === MAX && !inverted;
}

function readTypes(text: string): Pick<MhMatch, 'from' | 'to'> {
  const colon = text.indexOf(':');
  if (colon < 0) {
    const type = readType(text);
    return { from: type, to: type };
  }
  const [low, high] = [text.slice(0, colon), text.slice(colon + 1)];
  const from = low === '' ? 0 : readType(low);
  const to = high === '' ? MAX : readType(high);
  if (from > to) throw new XtablesError('parameter', 'Invalid MH type range (min > max)');
  return { from, to };
}

/** A name may be cut short; of several the whole one is meant, or else the first. */
function readType(text: string): number {
  const begun = TYPES.filter(([name]) => name.startsWith(text.toLowerCase()));
  const named = begun.findLast(([name]) => name.length === text.length) ?? begun[0];
  const type = named?.[1] ?? readNumber(text, 0, MAX);
  if (type !== undefined) return type;
  throw new XtablesError('parameter', `Invalid MH type \`${text}'`);
}
