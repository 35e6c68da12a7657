import type { ByteWindow } from './byte-window.js';

const IF_NAME = 2;
const END_OF_OPTIONS = 0;
/** Where options begin in an interface's block. */
const OPTIONS = 16;
const SHORTEST = 20;
const NAMES = new TextDecoder();

/** What a section says of one of its interfaces. */
export interface Interface {
  /** Undefined when its block is too short to say it. */
  readonly linkType: number | undefined;
  /** Most bytes that are captured of a frame; 0 when there is no limit. */
  readonly snapLength: number;
  readonly dev: string | undefined;
  /** Why `dev` can't be read; undefined when nothing is broken. */
  readonly devTrouble: string | undefined;
}

/** Reads an interface's block. */
export function readInterface(window: ByteWindow, length: number, little: boolean): Interface {
  if (length < SHORTEST) {
    return { linkType: undefined, snapLength: 0, dev: undefined, devTrouble: undefined };
  }
  return {
    linkType: window.u16(8, little),
    snapLength: window.u32(12, little),
    ...readName(window, length - 4, little),
  };
}

/** The interface's name among its options, which end at an offset. */
function readName(
  window: ByteWindow,
  end: number,
  little: boolean,
): Pick<Interface, 'dev' | 'devTrouble'> {
  for (let at = OPTIONS; at + 4 <= end;) {
    const code = window.u16(at, little);
    const length = window.u16(at + 2, little);
    if (code === END_OF_OPTIONS) break;
    if (at + 4 + length > end) {
      return { dev: undefined, devTrouble: 'an option reaches past the block of its interface' };
    }
    if (code === IF_NAME) {
      const name = NAMES.decode(window.slice(at + 4, length)).replace(/\0+$/, '');
      return { dev: name === '' ? undefined : name, devTrouble: undefined };
    }
    at += 4 + Math.ceil(length / 4) * 4;
  }
  return { dev: undefined, devTrouble: undefined };
}
