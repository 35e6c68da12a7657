import type { ByteWindow } from './byte-window.js';

const SECTION = 0x0a0d0d0a;
const BYTE_ORDER = 0x1a2b3c4d;
/** Header, and the length once more at the end. */
export const SHORTEST_BLOCK = 12;
/** A section's block has a byte order, a version and a length besides. */
const SHORTEST_SECTION = 28;
const LONGEST_BLOCK = 1 << 24;
/** How far behind a broken block another one is looked for. */
const FARTHEST = 1 << 24;

/** Kinds of blocks that are in use, besides a section's. Source: draft-ietf-opsawg-pcapng, section 10.1. */
const KNOWN_TYPES: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6, 9, 10, 0xbad, 0x40000bad]);

/** A block that has come whole. */
export interface Block {
  readonly type: number;
  readonly length: number;
  readonly isSection: boolean;
  /** Its byte order. */
  readonly little: boolean;
}

/** Whether a section begins at an offset. Its mark is the same in both byte orders. */
export function isSectionAt(window: ByteWindow, offset: number): boolean {
  return window.u32(offset, true) === SECTION;
}

/** The byte order of a section's block. */
export function isLittleSection(block: Uint8Array): boolean {
  return new DataView(block.buffer, block.byteOffset).getUint32(8, true) === BYTE_ORDER;
}

/** A section's block in the place of the one that begins here and is broken, in its byte order if that can be seen. */
export function brokenSection(window: ByteWindow, beforeLittle: boolean): Uint8Array {
  const isBig = window.u32(8, false) === BYTE_ORDER;
  const little = window.u32(8, true) === BYTE_ORDER || (!isBig && beforeLittle);
  const block = new Uint8Array(SHORTEST_SECTION);
  const view = new DataView(block.buffer);
  view.setUint32(0, SECTION, little);
  view.setUint32(4, SHORTEST_SECTION, little);
  view.setUint32(8, BYTE_ORDER, little);
  view.setUint16(12, 1, little);
  // The length of the section is left open.
  view.setUint32(16, 0xffffffff, little);
  view.setUint32(20, 0xffffffff, little);
  view.setUint32(24, SHORTEST_SECTION, little);
  return block;
}

/** The block at an offset: `not whole` when it reaches over what has come, `no block` when it can't be one. */
export function blockAt(
  window: ByteWindow,
  offset: number,
  sectionLittle: boolean,
): Block | 'not whole' | 'no block' {
  const there = window.length - offset;
  if (there < SHORTEST_BLOCK) return 'not whole';
  const isSection = isSectionAt(window, offset);
  const little = isSection ? window.u32(offset + 8, true) === BYTE_ORDER : sectionLittle;
  if (isSection && window.u32(offset + 8, little) !== BYTE_ORDER) return 'no block';
  const length = window.u32(offset + 4, little);
  const shortest = isSection ? SHORTEST_SECTION : SHORTEST_BLOCK;
  if (length < shortest || length > LONGEST_BLOCK || length % 4 !== 0) return 'no block';
  if (there < length) return 'not whole';
  if (window.u32(offset + length - 4, little) !== length) return 'no block';
  return { type: window.u32(offset, little), length, isSection, little };
}

/** Where reading can go on: at a block; nowhere near (`lost`), or that can't be known before more bytes come. */
export interface Sought {
  readonly kind: 'found' | 'waits' | 'lost';
  /** Offset of the block; of where to look next; of the last byte that was looked at. */
  readonly at: number;
}

/** Looks for the next whole block of a known kind, from an offset on. Its end must not lie too far away. */
export function seekBlock(
  window: ByteWindow,
  from: number,
  little: boolean,
  ended: boolean,
): Sought {
  const isAll = ended || window.length >= FARTHEST;
  const end = Math.min(window.length, FARTHEST);
  let at = from;
  for (; at + SHORTEST_BLOCK <= end; at++) {
    if (!KNOWN_TYPES.has(window.u32(at, little)) && !isSectionAt(window, at)) continue;
    const block = blockAt(window, at, little);
    if (block === 'not whole' && !isAll) return { kind: 'waits', at };
    if (typeof block !== 'string' && at + block.length <= end) return { kind: 'found', at };
  }
  if (!isAll) return { kind: 'waits', at };
  return end < FARTHEST ? { kind: 'found', at: end } : { kind: 'lost', at: end };
}
