import type { IpsetUnsimulated } from './unsimulated.js';

/** How the tool names itself when it complains. */
export const TOOL = 'ipset v7.22';

/** What kind of mistake it is: `parameter` comes with a hint at the help and exit status 2, `unsimulated` is what Linux has and nexthop doesn't. */
export type MistakeKind = 'parameter' | 'other' | 'unsimulated';

/** A command that ipset refuses, in the tool's own words; caught where the command ends. */
export class IpsetMistake extends Error {
  override readonly name = 'IpsetMistake';
  readonly kind: MistakeKind;

  constructor(kind: 'unsimulated', name: IpsetUnsimulated);
  constructor(kind: Exclude<MistakeKind, 'unsimulated'>, message: string);
  constructor(kind: MistakeKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

/** A word that the tool doesn't understand where it stands. */
export function parameterMistake(message: string): IpsetMistake {
  return new IpsetMistake('parameter', message);
}

/** A value that the tool can't read. */
export function syntaxMistake(message: string): IpsetMistake {
  return new IpsetMistake('other', `Syntax error: ${message}`);
}

/** What the kernel answers when it refuses. */
export function kernelMistake(message: string): IpsetMistake {
  return new IpsetMistake('other', message);
}

/** Something that Linux has and nexthop doesn't simulate. */
export function unsimulated(what: IpsetUnsimulated): IpsetMistake {
  return new IpsetMistake('unsimulated', what);
}
