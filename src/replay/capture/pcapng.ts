import type { ByteWindow } from './byte-window.js';
import {
  brokenAt,
  CaptureError,
  type BrokenPart,
  type CaptureRecord,
  type RecordSource,
} from './frame.js';
import {
  blockAt,
  brokenSection,
  isLittleSection,
  isSectionAt,
  seekBlock,
  SHORTEST_BLOCK,
  type Block,
} from './pcapng-block.js';
import { readInterface, type Interface } from './pcapng-interface.js';
import { locatePacket } from './pcapng-packet.js';

const SECTION_VERSION = 1;
const INTERFACE = 1;

/** Whether a file begins as pcapng does. */
export function isPcapng(window: ByteWindow): boolean {
  return isSectionAt(window, 0);
}

/**
 * Takes the frames of a pcapng file that have come whole; blocks of other kinds are passed over. After a block that is broken it goes on at the next one
 * whose two lengths agree. Source: draft-ietf-opsawg-pcapng.
 */
export class PcapngFrames implements RecordSource {
  isLost = false;
  #little = true;
  #interfaces: Interface[] = [];
  /** The section's block and those of its interfaces. */
  #head: Uint8Array[] = [];
  /** Why the block that waits is broken, and how far from it another one was looked for; undefined when it isn't known to be. */
  #broken: { readonly part: BrokenPart; sought: number } | undefined;

  constructor(private readonly window: ByteWindow) {}

  /** The blocks that the section has begun with, as far as they have come. */
  head(): Uint8Array {
    const bytes = new Uint8Array(this.#head.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const block of this.#head) {
      bytes.set(block, at);
      at += block.length;
    }
    return bytes;
  }

  *records(ended: boolean): Iterable<CaptureRecord> {
    const { window } = this;
    while (window.length > 0 && !this.isLost) {
      const block = this.#broken === undefined ? this.#block(ended) : 'broken';
      if (block === 'waits') return;
      if (block === 'broken') {
        const part = this.#passOver(ended);
        if (part === undefined) return;
        yield part;
        continue;
      }
      const record = this.#read(block);
      window.take(block.length);
      if (record !== undefined) yield record;
    }
  }

  #block(ended: boolean): Block | 'waits' | 'broken' {
    const { window } = this;
    const block = blockAt(window, 0, this.#little);
    if (typeof block !== 'string') return block;
    if (block === 'not whole' && !ended) return 'waits';
    const part = brokenAt(window.position, 'a block that is broken, or cut off');
    this.#broken = { part, sought: 0 };
    if (window.length >= SHORTEST_BLOCK && isSectionAt(window, 0)) {
      this.#begin(brokenSection(window, this.#little));
    }
    return 'broken';
  }

  /** Goes on to the next block that is whole; undefined when that has to wait. */
  #passOver(ended: boolean): BrokenPart | undefined {
    const { window } = this;
    const broken = this.#broken;
    if (broken === undefined) return undefined;
    const found = seekBlock(window, broken.sought + 1, this.#little, ended);
    if (found.kind === 'waits') {
      broken.sought = found.at - 1;
      return undefined;
    }
    this.#broken = undefined;
    this.isLost = found.kind === 'lost';
    window.take(found.at);
    return broken.part;
  }

  /** Nothing is known of what follows. @throws CaptureError when nothing came before it */
  #refuse(version: number): BrokenPart {
    const what = `pcapng version ${version}`;
    if (this.#head.length === 0) throw new CaptureError(what, this.window.position + 12);
    this.isLost = true;
    return brokenAt(this.window.position, what);
  }

  /** Of the section before nothing is known any more. */
  #begin(section: Uint8Array): void {
    this.#little = isLittleSection(section);
    this.#interfaces = [];
    this.#head = [section];
  }

  #read({ type, length, isSection, little }: Block): CaptureRecord | undefined {
    const { window } = this;
    if (isSection) {
      const version = window.u16(12, little);
      if (version !== SECTION_VERSION) return this.#refuse(version);
      this.#begin(window.slice(0, length).slice());
      return undefined;
    }
    if (type === INTERFACE) {
      this.#head.push(window.slice(0, length).slice());
      this.#interfaces.push(readInterface(window, length, little));
      return undefined;
    }
    const place = locatePacket(window, type, length, little, this.#interfaces);
    if (place === undefined) return undefined;
    if ('what' in place) return brokenAt(window.position, place.what);
    const { linkType, dev, devTrouble } = place.source;
    const bytes = window.slice(place.offset, place.length);
    return { kind: 'frame', linkType, dev, devTrouble, bytes };
  }
}
