import { TCP_FLAG } from '../../../packet/tcp-flags.js';
import { invertedIf, masked, NEVER, type Predicate } from '../../../predicate/predicate.js';
import { XtablesError } from '../../xtables-error.js';
import { nftNot } from './nft-words.js';
import type { Statement } from '../../nft/statement.js';
import { compareField, headerField, maskedField } from '../../nft/make-match.js';

/** `--tcp-flags MASK COMPARED`: of the flags in `mask` exactly those in `compared` are set, or not, when inverted. */
export interface TcpFlagsTest {
  readonly mask: number;
  readonly compared: number;
  readonly inverted: boolean;
}

/** The test that puts no condition on the flags. */
export const ANY_FLAGS: TcpFlagsTest = { mask: 0, compared: 0, inverted: false };

/** `--syn`. */
export const SYN_FLAGS: TcpFlagsTest = { mask: 0x17, compared: 0x02, inverted: false };

/** Of the two flags for congestion nothing is asked. */
const FLAGS: readonly (readonly [string, number])[] = Object.entries(TCP_FLAG).filter(
  ([, bit]) => bit <= TCP_FLAG.URG,
);

const SETS: readonly (readonly [string, number])[] = [...FLAGS, ['ALL', 0x3f], ['NONE', 0]];

/** Reads a list of flags: `SYN,ACK`, `ALL`, `NONE`; upper or lower case. @throws XtablesError */
export function readTcpFlags(text: string): number {
  const words = text.split(',').filter((word) => word !== '');
  return words.reduce((flags, word) => {
    const found = SETS.find(([name]) => name === word.toUpperCase());
    if (found === undefined) throw new XtablesError('parameter', `Unknown TCP flag \`${word}'`);
    return flags | found[1];
  }, 0);
}

/** Writes the flags of a byte: `SYN,ACK`, or `NONE`. */
export function printTcpFlags(flags: number): string {
  const names = FLAGS.filter(([, bit]) => (flags & bit) !== 0).map(([name]) => name);
  return names.length === 0 ? 'NONE' : names.join(',');
}

/** Reports whether a test says nothing in a listing. */
export function isAnyFlags({ mask, inverted }: TcpFlagsTest): boolean {
  return mask === 0 && !inverted;
}

/** Writes a test as a listing has it: `flags:!0x17/0x02`, by name unless numeric. */
export function listTcpFlags({ mask, compared, inverted }: TcpFlagsTest, numeric: boolean): string {
  const write = numeric ? byte : printTcpFlags;
  return `flags:${inverted ? '!' : ''}${write(mask)}/${write(compared)}`;
}

/** Writes a test as nft does for a match that it is handed whole: `tcp flags != syn / fin,syn,rst,ack`. */
export function nftFlags({ mask, compared, inverted }: TcpFlagsTest): string {
  return `tcp flags ${nftNot({ inverted })}${nftFlagNames(compared)} / ${nftFlagNames(mask)}`;
}

function nftFlagNames(flags: number): string {
  return flags === 0 ? '0x0' : printTcpFlags(flags).toLowerCase();
}

/** When the flags of a TCP segment meet the test. */
export function tcpFlagsPredicate({ mask, compared, inverted }: TcpFlagsTest): Predicate {
  const met = (compared & ~mask) !== 0 ? NEVER : masked('tcpFlags', mask, compared);
  return invertedIf(inverted, met);
}

function byte(value: number): string {
  return `0x${value.toString(16).toUpperCase().padStart(2, '0')}`;
}

/** What nf_tables makes of the flags. Source: `add_nft_tcpflags`. */
export function flagsStatements({ mask, compared, inverted }: TcpFlagsTest): readonly Statement[] {
  if (mask === 0) return [];
  const flags = maskedField(headerField('tcp', 'flags'), mask);
  return [compareField(flags, inverted ? '!=' : '==', compared)];
}
