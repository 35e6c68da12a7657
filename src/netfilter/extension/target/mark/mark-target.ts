import { setBits } from '../../../../predicate/assignment.js';
import { XtablesError } from '../../../xtables-error.js';
import { continueWith, type TargetData, type TargetExtension } from '../../extension.js';
import { readMarkMask, readWord } from '../../option/mark-mask.js';
import { hex } from '../../option/number/number.js';

/** `-j MARK`: every form comes down to `mark = (mark & ~mask) ^ value`. */
export interface MarkTarget extends TargetData {
  readonly name: 'MARK';
  readonly mark: number;
  readonly mask: number;
}

const FORMS = ['set-xmark', 'set-mark', 'and-mark', 'or-mark', 'xor-mark'];

/** The `MARK` target. Source: `xt_mark.c`, `mark_tg`; iptables-extensions(8), MARK. */
export const markTarget: TargetExtension<MarkTarget> = {
  name: 'MARK',
  families: [4, 6],
  options: {
    initial: { name: 'MARK', mark: 0, mask: 0 },
    options: [
      {
        name: 'set-xmark',
        words: 1,
        excludes: FORMS,
        read: (data, given) => ({ ...data, ...readMarkMask(given) }),
      },
      {
        name: 'set-mark',
        words: 1,
        excludes: FORMS,
        read: (data, given) => {
          const { mark, mask } = readMarkMask(given);
          return { ...data, mark, mask: (mark | mask) >>> 0 };
        },
      },
      {
        name: 'and-mark',
        words: 1,
        excludes: FORMS,
        read: (data, given) => ({ ...data, mark: 0, mask: ~readWord(given) >>> 0 }),
      },
      {
        name: 'or-mark',
        words: 1,
        excludes: FORMS,
        read: (data, given) => {
          const bits = readWord(given);
          return { ...data, mark: bits, mask: bits };
        },
      },
      {
        name: 'xor-mark',
        words: 1,
        excludes: FORMS,
        read: (data, given) => ({ ...data, mark: readWord(given), mask: 0 }),
      },
    ],
    finish(data, given) {
      if (given.size > 0) return data;
      throw new XtablesError(
        'parameter',
        'MARK: One of the --set-xmark, --{and,or,xor,set}-mark options is required',
      );
    },
  },
  print: ({ mark, mask }) => `--set-xmark ${hex(mark)}/${hex(mask)}`,
  list({ mark, mask }) {
    if (mark === 0) return `MARK and ${hex(~mask >>> 0)}`;
    if (mark === mask) return `MARK or ${hex(mark)}`;
    if (mask === 0) return `MARK xor ${hex(mark)}`;
    if (mask === 0xffffffff) return `MARK set ${hex(mark)}`;
    return `MARK xset ${hex(mark)}/${hex(mask)}`;
  },
  translate: ({ mark, mask }) => `meta mark set ${translateChange(mark, mask)}`,
  effect: ({ mark, mask }) => continueWith([setBits('mark', ~mask >>> 0, mark)]),
};

function translateChange(mark: number, mask: number): string {
  const kept = hex(~mask >>> 0);
  if (mask === 0xffffffff) return hex(mark);
  if (mark === 0) return `mark and ${kept}`;
  if (mark === mask) return `mark or ${hex(mark)}`;
  if (mask === 0) return `mark xor ${hex(mark)}`;
  return `mark and ${kept} xor ${hex(mark)}`;
}
