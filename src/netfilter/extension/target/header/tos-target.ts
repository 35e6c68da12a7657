import { setBits } from '../../../../predicate/assignment.js';
import { XtablesError } from '../../../xtables-error.js';
import { continueWith, type TargetData, type TargetExtension } from '../../extension.js';
import { readInteger } from '../../option/number/integer.js';
import {
  hexByte,
  printTosMask,
  readTosMask,
  tosName,
  type TosMask,
} from '../../option/tos-mask.js';

/** `-j TOS`: every form comes down to `tos = (tos & ~mask) ^ value`. */
export interface TosTarget extends TargetData, TosMask {
  readonly name: 'TOS';
}

const FORMS = ['set-tos', 'and-tos', 'or-tos', 'xor-tos'];

/** The `TOS` target. Source: `xt_DSCP.c`, `tos_tg`; iptables-extensions(8). */
export const tosTarget: TargetExtension<TosTarget> = {
  name: 'TOS',
  families: [4, 6],
  options: {
    initial: { name: 'TOS', value: 0, mask: 0 },
    options: [
      {
        name: 'set-tos',
        words: 1,
        excludes: FORMS,
        read: (data, { argument }) => ({ ...data, ...readTosMask(argument) }),
      },
      {
        name: 'and-tos',
        words: 1,
        excludes: FORMS,
        read: (data, given) => ({ ...data, value: 0, mask: ~readInteger(given, 0, 0xff) & 0xff }),
      },
      {
        name: 'or-tos',
        words: 1,
        excludes: FORMS,
        read(data, given) {
          const bits = readInteger(given, 0, 0xff);
          return { ...data, value: bits, mask: bits };
        },
      },
      {
        name: 'xor-tos',
        words: 1,
        excludes: FORMS,
        read: (data, given) => ({ ...data, value: readInteger(given, 0, 0xff), mask: 0 }),
      },
    ],
    finish(data, given) {
      if (given.size === 0) throw new XtablesError('parameter', 'TOS: An action is required');
      return data;
    },
  },
  print: (data) => `--set-tos ${printTosMask(data)}`,
  list(data, { numeric }) {
    const { value, mask } = data;
    if (numeric) return `TOS set ${printTosMask(data)}`;
    const name = tosName(data);
    // The tool puts a blank before and none between.
    if (name !== undefined) return ` TOS set${name}`;
    if (value === 0) return `TOS and ${hexByte(~mask & 0xff)}`;
    if (value === mask) return `TOS or ${hexByte(value)}`;
    return mask === 0 ? `TOS xor ${hexByte(value)}` : `TOS set ${printTosMask(data)}`;
  },
  // Written for the newer of two revisions, whatever the family.
  translate({ value, mask }) {
    const kept = hexByte((~mask & 0xff) >> 2);
    const written = hexByte(value >> 2);
    if ((mask & 0x3f) === 0x3f) return `ip6 dscp set ${written}`;
    if (value === 0) return `ip6 dscp set ip6 dscp and ${kept}`;
    if (value === mask) return `ip6 dscp set ip6 dscp or ${written}`;
    if (mask === 0) return `ip6 dscp set ip6 dscp xor ${written}`;
    return `ip6 dscp set ip6 dscp and ${kept} xor ${written}`;
  },
  asNft({ value, mask }, { header }) {
    // nft 1.1.3 joins a value with a part of a field in the wrong place: what there was before is asked for instead.
    const ways = [
      partWays({ name: `${header} dscp`, last: 0x3f, keep: ~mask >> 2, value: value >> 2 }),
      partWays({ name: `${header} ecn`, last: 3, keep: ~mask, value: value & 3 }),
    ];
    const [dscp = [], ecn = []] = ways;
    const rules = dscp.flatMap((first) => ecn.map((second) => joinWays([first, second])));
    const [only = ''] = rules;
    return rules.length === 1
      ? only
      : { rules: rules.filter((rule) => rule !== '').map((rule) => `${rule} return`) };
  },
  restrict: () => ({ tables: ['mangle'] }),
  effect: ({ value, mask }) => continueWith([setBits('tos', ~mask & 0xff, value)]),
};

/** What is asked of a part of the byte, and what is written into it; empty where nothing is. */
interface PartWay {
  readonly asks: string;
  readonly writes: string;
}

/** A part of the byte: its name, its largest value, what of it is kept, and what is joined to that. */
interface TosPart {
  readonly name: string;
  readonly last: number;
  readonly keep: number;
  readonly value: number;
}

/** What becomes of a part, by what it was. */
function partWays({ name, last, keep, value }: TosPart): readonly PartWay[] {
  const before = new Map<number, number[]>();
  for (let was = 0; was <= last; was++) {
    const becomes = (was & keep) ^ value;
    before.set(becomes, [...(before.get(becomes) ?? []), was]);
  }
  const ways = [...before].map(([becomes, wases]) => ({
    asks: before.size === 1 ? '' : `${name} ${oneOf(wases)}`,
    writes: wases.every((was) => was === becomes) ? '' : `${name} set ${becomes}`,
  }));
  return ways.every(({ writes }) => writes === '') ? [{ asks: '', writes: '' }] : ways;
}

function oneOf(values: readonly number[]): string {
  return values.length === 1 ? values.join('') : `{ ${values.join(', ')} }`;
}

function joinWays(ways: readonly PartWay[]): string {
  const written = ways.map(({ writes }) => writes).filter((text) => text !== '');
  if (written.length === 0) return '';
  return [...ways.map(({ asks }) => asks).filter((text) => text !== ''), ...written].join(' ');
}
