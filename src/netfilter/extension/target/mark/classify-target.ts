import { set } from '../../../../predicate/assignment.js';
import { XtablesError } from '../../../xtables-error.js';
import { continueWith, type TargetData, type TargetExtension } from '../../extension.js';

/** `-j CLASSIFY --set-class MAJOR:MINOR`. */
export interface ClassifyTarget extends TargetData {
  readonly name: 'CLASSIFY';
  /** 16 bits. */
  readonly major: number;
  /** 16 bits. */
  readonly minor: number;
}

/** Classes that nft has names for. */
const CLASSES: ReadonlyMap<number, string> = new Map([
  [0xffffffff, 'root'],
  [0, 'none'],
]);

/**
 * The `CLASSIFY` target: it chooses the class of the queueing discipline in which a packet will wait, which `meta priority` reads.
 * Source: `xt_CLASSIFY.c`, iptables-extensions(8).
 */
export const classifyTarget: TargetExtension<ClassifyTarget> = {
  name: 'CLASSIFY',
  families: [4, 6],
  options: {
    initial: { name: 'CLASSIFY', major: 0, minor: 0 },
    options: [
      {
        name: 'set-class',
        words: 1,
        mandatory: true,
        read: (data, { argument }) => ({ ...data, ...readClass(argument) }),
      },
    ],
  },
  print: ({ major, minor }) => `--set-class ${padded(major)}:${padded(minor)}`,
  list: ({ major, minor }) => `CLASSIFY set ${major.toString(16)}:${minor.toString(16)}`,
  translate({ major, minor }) {
    const name = CLASSES.get(major * 0x10000 + minor);
    return `meta priority set ${name ?? `${major.toString(16)}:${minor.toString(16)}`}`;
  },
  restrict: () => ({ hooks: ['FORWARD', 'OUTPUT', 'POSTROUTING'] }),
  effect: ({ major, minor }) => continueWith([set('priority', major * 0x10000 + minor)]),
};

/** Two hexadecimal numbers, of which the lower 16 bits count; what follows the second is not looked at. */
function readClass(text: string): { readonly major: number; readonly minor: number } {
  const [, major, minor] = CLASS.exec(text) ?? [];
  if (major === undefined || minor === undefined) {
    throw new XtablesError('parameter', `Bad class value "${text}"`);
  }
  return { major: low16(major), minor: low16(minor) };
}

/** As scanf(3) reads `%x:%x`. */
const CLASS = /^\s*([+-]?(?:0x)?[0-9a-f]+):\s*([+-]?(?:0x)?[0-9a-f]+)/i;

function low16(number: string): number {
  const value = Number.parseInt(number.replace(/^[+-]?(0x)?/i, '').slice(-4), 16);
  return (number.startsWith('-') ? -value : value) & 0xffff;
}

function padded(value: number): string {
  return value.toString(16).padStart(4, '0');
}
