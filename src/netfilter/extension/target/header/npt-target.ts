import { printAddress } from '../../../../address/address-text.js';
import { addressFromWords, type Address } from '../../../../address/address.js';
import { maskWords } from '../../../../address/prefix.js';
import { ADDRESS_FIELDS } from '../../../../packet/field.js';
import { setBits, type Assignment } from '../../../../predicate/assignment.js';
import { ALWAYS } from '../../../../predicate/predicate.js';
import type { HookName } from '../../../hook.js';
import type { TargetBranch, TargetData, TargetEffect, TargetExtension } from '../../extension.js';
import { prefixLength, readHostMask } from '../../option/host-address.js';
import { addSum, isFull, isNotFull, SUM_MODULUS, wouldWrap, type HalfWord } from './sum-half.js';

/** `-j SNPT` or `-j DNPT` with `--src-pfx PREFIX --dst-pfx PREFIX`. */
export interface NptTarget extends TargetData {
  readonly name: 'SNPT' | 'DNPT';
  readonly from: NptPrefix;
  readonly to: NptPrefix;
}

/** A prefix as it is written: the kernel refuses one with bits set beyond its length. */
interface NptPrefix {
  readonly address: Address;
  /** -1 when the mask is not that of a prefix. */
  readonly length: number;
}

const LONGEST_PREFIX = 64;
/** A prefix of at most this length leaves the subnet to take the difference of the sums. */
const LONGEST_SITE = 48;
const NONE: NptPrefix = { address: addressFromWords(6, [0, 0, 0, 0]), length: 0 };

/** The `SNPT` target: the prefix of the source is replaced, and its sum kept. Source: RFC 6296; `ip6t_NPT.c`, iptables-extensions(8). */
export const snptTarget = nptTarget('SNPT', 'src', ['INPUT', 'POSTROUTING']);

/** The `DNPT` target: the prefix of the destination is replaced, and its sum kept. Source: RFC 6296; `ip6t_NPT.c`, iptables-extensions(8). */
export const dnptTarget = nptTarget('DNPT', 'dst', ['PREROUTING', 'OUTPUT']);

function nptTarget(
  name: NptTarget['name'],
  end: 'src' | 'dst',
  hooks: readonly HookName[],
): TargetExtension<NptTarget> {
  return {
    name,
    families: [6],
    writesEnds: true,
    options: {
      initial: { name, from: NONE, to: NONE },
      options: [
        {
          name: 'src-pfx',
          words: 1,
          mandatory: true,
          read: (data, given) => ({ ...data, from: readNptPrefix(given) }),
        },
        {
          name: 'dst-pfx',
          words: 1,
          mandatory: true,
          read: (data, given) => ({ ...data, to: readNptPrefix(given) }),
        },
      ],
    },
    print: ({ from, to }) =>
      [...optionWords('--src-pfx', from), ...optionWords('--dst-pfx', to)].join(' '),
    list: ({ from, to }) => `${name} src-pfx ${printPrefix(from)} dst-pfx ${printPrefix(to)}`,
    asNft: () => ({ without: `-j ${name}` }),
    restrict: ({ from, to }) => ({
      tables: ['mangle'],
      hooks,
      ...(isPrefix(from) && isPrefix(to) ? {} : { refused: 'EINVAL' }),
    }),
    effect: (data) => translate(data, end),
  };
}

function readNptPrefix(given: Parameters<typeof readHostMask>[0]): NptPrefix {
  const { address, mask } = readHostMask(given);
  return { address, length: prefixLength(mask) };
}

function optionWords(option: string, prefix: NptPrefix): readonly string[] {
  return prefix.length === 0 ? [] : [`${option} ${printPrefix(prefix)}`];
}

function printPrefix({ address, length }: NptPrefix): string {
  return `${printAddress(address)}/${length}`;
}

function isPrefix({ address, length }: NptPrefix): boolean {
  if (length < 0 || length > LONGEST_PREFIX) return false;
  const masks = maskWords(6, length);
  return address.words.every((word, index) => (word & ~(masks[index] ?? 0)) === 0);
}

/** Writes the new prefix, and makes up for it in the first part of the address that can take the difference; a packet without such a part is dropped. Source: `ip6t_npt_map_pfx`. */
function translate({ from, to }: NptTarget, end: 'src' | 'dst'): TargetEffect {
  const fields = ADDRESS_FIELDS[end];
  const length = Math.max(from.length, to.length);
  const masks = maskWords(6, length);
  const prefix = fields.flatMap((field, index): readonly Assignment[] => {
    const mask = masks[index] ?? 0;
    return mask === 0 ? [] : [setBits(field, ~mask >>> 0, to.address.words[index] ?? 0)];
  });
  const difference = (sumOf(from.address) - sumOf(to.address) + SUM_MODULUS) % SUM_MODULUS;
  const branches = (half: HalfWord, isAnyNumber: boolean): TargetEffect => {
    const taken = isAnyNumber ? ALWAYS : isNotFull(half);
    const change = (when: TargetBranch['when'], by: number): TargetBranch => ({
      when,
      assignments: [...prefix, ...addSum(half, by)],
      next: 'continue',
    });
    return [
      change({ kind: 'all', of: [taken, wouldWrap(half, difference)] }, difference - SUM_MODULUS),
      change(taken, difference),
    ];
  };
  if (length <= LONGEST_SITE) return branches({ field: fields[1], shift: 0 }, true);
  const halves = [fields[2], fields[3]].flatMap((field): readonly HalfWord[] => [
    { field, shift: 16 },
    { field, shift: 0 },
  ]);
  return [
    ...halves.flatMap((half) => branches(half, false)),
    {
      when: { kind: 'all', of: halves.map(isFull) },
      assignments: prefix,
      next: 'DROP',
      answer: { type: 4, code: 0 },
    },
  ];
}

/** The sum of an address's halves of words, in which 0xffff is 0. */
function sumOf({ words }: Address): number {
  const sum = words.reduce((total, word) => total + (word >>> 16) + (word & 0xffff), 0);
  return sum % SUM_MODULUS;
}
