import { XtablesError } from '../../xtables-error.js';
import { readLeadingNumber, readNumber } from './number/number.js';

/** A TOS value with a mask. */
export interface TosMask {
  readonly value: number;
  readonly mask: number;
}

/** The names that TOS values have, and the mask that a name brings with it. */
const NAMES: readonly (readonly [string, number])[] = [
  ['Minimize-Delay', 0x10],
  ['Maximize-Throughput', 0x08],
  ['Maximize-Reliability', 0x04],
  ['Minimize-Cost', 0x02],
  ['Normal-Service', 0x00],
];
const NAMED_MASK = 0x3f;

/** Reads `VALUE[/MASK]` or a name. The mask is 0xff when not given, 0x3f for a name. @throws XtablesError */
export function readTosMask(text: string): TosMask {
  const value = readLeadingNumber(text, 0, 0xff);
  if (value === undefined) {
    const named = NAMES.find(([name]) => name.toLowerCase() === text.toLowerCase());
    if (named !== undefined) return { value: named[1], mask: NAMED_MASK };
    throw new XtablesError('parameter', `Symbolic name "${text}" is unknown`);
  }
  if (value.rest === '') return { value: value.value, mask: 0xff };
  const mask = value.rest.startsWith('/') ? readNumber(value.rest.slice(1), 0, 0xff) : undefined;
  if (mask === undefined) throw new XtablesError('parameter', `Illegal value: "${text}"`);
  return { value: value.value, mask };
}

/** Writes `0x10/0xff`. */
export function printTosMask({ value, mask }: TosMask): string {
  return `${hexByte(value)}/${hexByte(mask)}`;
}

/** The name that stands for the value with its mask; undefined when none does. */
export function tosName({ value, mask }: TosMask): string | undefined {
  if (mask !== NAMED_MASK) return undefined;
  return NAMES.find(([, candidate]) => candidate === value)?.[0];
}

/** Writes a byte as `0x0a`. */
export function hexByte(value: number): string {
  return `0x${value.toString(16).padStart(2, '0')}`;
}

/** The two parts of the byte that nft has names for, as far as the mask has bits of them. */
export function tosParts({ value, mask }: TosMask): readonly {
  readonly name: 'dscp' | 'ecn';
  readonly bits: number;
  readonly wanted: number;
  /** All its bits count. */
  readonly isWhole: boolean;
}[] {
  const dscp = mask >> 2;
  const ecn = mask & 3;
  return [
    { name: 'dscp', bits: dscp, wanted: value >> 2, isWhole: dscp === 0x3f } as const,
    { name: 'ecn', bits: ecn, wanted: value & 3, isWhole: ecn === 3 } as const,
  ].filter(({ bits }) => bits !== 0);
}
