import { assertNever } from '../../../../assert-never.js';
import { copyBits, setBits, type Assignment } from '../../../../predicate/assignment.js';
import { HAS_CONNECTION } from '../../../connection.js';
import { XtablesError } from '../../../xtables-error.js';
import { continueWith, type TargetData, type TargetExtension } from '../../extension.js';
import { readInteger } from '../../option/number/integer.js';
import { readMarkMask, readWord } from '../../option/mark-mask.js';
import { hex } from '../../option/number/number.js';
import type { ExtensionOption } from '../../option/option.js';
import { nftWords } from '../../option/nft-words.js';

/**
 * `-j CONNMARK`.
 *
 * - `set`: `ctmark = (ctmark & ~ctmask) ^ mark`, shifted
 * - `save`: `ctmark = (ctmark & ~ctmask) ^ ((mark & nfmask) shifted)`
 * - `restore`: `mark = (mark & ~nfmask) ^ ((ctmark & ctmask) shifted)`
 */
export interface ConnmarkTarget extends TargetData {
  readonly name: 'CONNMARK';
  readonly mode: 'set' | 'save' | 'restore';
  /** The value of `set`. */
  readonly mark: number;
  readonly ctmask: number;
  readonly nfmask: number;
  /** To the left when positive, in bits. */
  readonly shift: number;
}

const ALL = 0xffffffff;
const OPERATIONS = [
  'set-xmark',
  'set-mark',
  'and-mark',
  'or-mark',
  'xor-mark',
  'save-mark',
  'restore-mark',
];

/** The `CONNMARK` target. Source: `xt_connmark.c`, `connmark_tg_shift`; iptables-extensions(8). */
export const connmarkTarget: TargetExtension<ConnmarkTarget> = {
  name: 'CONNMARK',
  families: [4, 6],
  usesConnections: true,
  options: {
    initial: { name: 'CONNMARK', mode: 'set', mark: 0, ctmask: ALL, nfmask: ALL, shift: 0 },
    options: [
      setOption('set-xmark', (given) => {
        const { mark, mask } = readMarkMask(given);
        return { mark, ctmask: mask };
      }),
      setOption('set-mark', (given) => {
        const { mark, mask } = readMarkMask(given);
        return { mark, ctmask: (mark | mask) >>> 0 };
      }),
      setOption('and-mark', (given) => ({ mark: 0, ctmask: ~readWord(given) >>> 0 })),
      setOption('or-mark', (given) => {
        const bits = readWord(given);
        return { mark: bits, ctmask: bits };
      }),
      setOption('xor-mark', (given) => ({ mark: readWord(given), ctmask: 0 })),
      copyOption('save'),
      copyOption('restore'),
      {
        name: 'left-shift-mark',
        words: 1,
        read: (data, given) => ({ ...data, shift: readInteger(given, 0, 32) }),
      },
      {
        name: 'right-shift-mark',
        words: 1,
        read: (data, given) => ({ ...data, shift: -readInteger(given, 0, 32) }),
      },
      {
        name: 'ctmask',
        words: 1,
        excludes: ['mask'],
        read: (data, given) => ({ ...data, ctmask: readWord(given) }),
      },
      {
        name: 'nfmask',
        words: 1,
        excludes: ['mask'],
        read: (data, given) => ({ ...data, nfmask: readWord(given) }),
      },
      {
        name: 'mask',
        words: 1,
        excludes: ['ctmask', 'nfmask'],
        read(data, given) {
          const mask = readWord(given);
          return { ...data, ctmask: mask, nfmask: mask };
        },
      },
    ],
    finish(data, given) {
      if (OPERATIONS.some((operation) => given.has(operation))) return data;
      throw new XtablesError('parameter', 'CONNMARK target: No operation specified');
    },
  },
  print(data) {
    const { mode, mark, ctmask, nfmask } = data;
    const operation =
      mode === 'set'
        ? `--set-xmark ${hex(mark)}/${hex(ctmask)}`
        : `--${mode}-mark --nfmask ${hex(nfmask)} --ctmask ${hex(ctmask)}`;
    const shift = shiftText(data);
    return shift === '' ? operation : `${operation} --${shift}`;
  },
  list(data) {
    const shift = shiftText(data);
    const operation = `CONNMARK ${data.mode === 'set' ? listSet(data) : listCopy(data)}`;
    return shift === '' ? operation : `${operation} ${shift}`;
  },
  translate({ mode, mark, ctmask, nfmask, shift }) {
    if (mode !== 'set' && nfmask !== ctmask) return undefined;
    const open = shift === 0 ? '' : '( ';
    const masked = ctmask === ALL ? '' : ` and ${hex(ctmask)}`;
    const value =
      mode === 'set'
        ? translateSet(mark, ctmask)
        : `${mode === 'save' ? 'mark' : 'ct mark'}${masked}`;
    const shifted = shift === 0 ? '' : ` ) ${shift > 0 ? '<<' : '>>'} ${Math.abs(shift)}`;
    return nftWords(`${mode === 'restore' ? 'meta' : 'ct'} mark set ${open}`, value, shifted);
  },
  asNft({ mode, mark, ctmask, nfmask, shift }) {
    const [own, other] = mode === 'restore' ? ['meta mark', 'ct mark'] : ['ct mark', 'meta mark'];
    const [kept, taken] = mode === 'restore' ? [nfmask, ctmask] : [ctmask, nfmask];
    const rest = hex(~kept >>> 0);
    if (mode === 'set') {
      if (shift !== 0) return { without: '-j CONNMARK --set-xmark with a shift' };
      return `ct mark set ${kept === ALL ? hex(mark) : `ct mark & ${rest} ^ ${hex(mark)}`}`;
    }
    if (Math.abs(shift) === 32) return { without: '-j CONNMARK with a shift by 32' };
    const part = taken === ALL ? other : `(${other} & ${hex(taken)})`;
    const moved = shift === 0 ? part : `(${part} ${shift > 0 ? '<<' : '>>'} ${Math.abs(shift)})`;
    if (kept === ALL) return `${own} set ${moved}`;
    // Two registers are joined since Linux 6.13.
    return `${own} set (${own} & ${rest}) ^ ${moved}`;
  },
  effect: (data) => continueWith(assignments(data), HAS_CONNECTION),
};

function setOption(
  name: string,
  read: (
    given: Parameters<ExtensionOption<ConnmarkTarget>['read']>[1],
  ) => Pick<ConnmarkTarget, 'mark' | 'ctmask'>,
): ExtensionOption<ConnmarkTarget> {
  return {
    name,
    words: 1,
    excludes: OPERATIONS,
    read: (data, given) => ({ ...data, mode: 'set', ...read(given) }),
  };
}

function copyOption(mode: 'save' | 'restore'): ExtensionOption<ConnmarkTarget> {
  return {
    name: `${mode}-mark`,
    words: 0,
    excludes: OPERATIONS,
    read: (data) => ({ ...data, mode }),
  };
}

function shiftText({ shift }: ConnmarkTarget): string {
  if (shift === 0) return '';
  return `${shift > 0 ? 'left' : 'right'}-shift-mark ${Math.abs(shift)}`;
}

function listSet({ mark, ctmask }: ConnmarkTarget): string {
  if (mark === 0) return `and ${hex(~ctmask >>> 0)}`;
  if (mark === ctmask) return `or ${hex(mark)}`;
  if (ctmask === 0) return `xor ${hex(mark)}`;
  return ctmask === ALL ? `set ${hex(mark)}` : `xset ${hex(mark)}/${hex(ctmask)}`;
}

function listCopy({ mode, ctmask, nfmask }: ConnmarkTarget): string {
  if (ctmask === ALL && nfmask === ALL) return mode;
  if (ctmask === nfmask) return `${mode} mask ${hex(ctmask)}`;
  return mode === 'save'
    ? `save nfmask ${hex(nfmask)} ctmask ~${hex(ctmask)}`
    : `restore ctmask ${hex(ctmask)} nfmask ~${hex(nfmask)}`;
}

function assignments({ mode, mark, ctmask, nfmask, shift }: ConnmarkTarget): readonly Assignment[] {
  switch (mode) {
    case 'set':
      return [
        setBits('ctmark', ~ctmask >>> 0, mark),
        ...(shift === 0 ? [] : [copyBits('ctmark', 0, 'ctmark', ALL, shift)]),
      ];
    case 'save':
      return [copyBits('ctmark', ~ctmask >>> 0, 'mark', nfmask, shift)];
    case 'restore':
      return [copyBits('mark', ~nfmask >>> 0, 'ctmark', ctmask, shift)];
    default:
      return assertNever(mode);
  }
}

function translateSet(mark: number, mask: number): string {
  const kept = hex(~mask >>> 0);
  if (mask === ALL) return `${hex(mark)} `;
  if (mark === 0) return `ct mark and ${kept}`;
  if (mark === mask) return `ct mark or ${hex(mark)}`;
  if (mask === 0) return `ct mark xor ${hex(mark)}`;
  return `ct mark xor ${hex(mark)} and ${kept}`;
}
