import type { ByteWindow } from './byte-window.js';
import type { Interface } from './pcapng-interface.js';

const BLOCK_HEADER = 8;
const BLOCK_END = 4;
/** Kinds of blocks with a packet. Source: draft-ietf-opsawg-pcapng, sections 4.3, 4.4 and appendix A. */
const OLD_PACKET = 2;
const SIMPLE_PACKET = 3;
const ENHANCED_PACKET = 6;

/** Where a packet's bytes are in its block, and where it was captured; or what is wrong with the block. */
export type PacketPlace =
  | {
      readonly source: Interface & { readonly linkType: number };
      readonly offset: number;
      readonly length: number;
    }
  | { readonly what: string };

/** What the beginning of a packet's block says. */
interface PacketHeader {
  /** How many bytes it has. */
  readonly bytes: number;
  readonly interfaceNumber: number;
  /** How many bytes of the packet follow; undefined when that is all that there were, up to what is captured of a frame. */
  readonly captured: number | undefined;
  readonly original: number;
}

/** Finds the packet in a block; undefined when blocks of its type have none. */
export function locatePacket(
  window: ByteWindow,
  type: number,
  blockLength: number,
  little: boolean,
  interfaces: readonly Interface[],
): PacketPlace | undefined {
  const needed = type === SIMPLE_PACKET ? 4 : 20;
  if (type !== SIMPLE_PACKET && type !== ENHANCED_PACKET && type !== OLD_PACKET) return undefined;
  const room = blockLength - BLOCK_HEADER - needed - BLOCK_END;
  if (room < 0) return { what: `a packet block of ${blockLength} bytes` };
  const header = type === SIMPLE_PACKET ? simple(window, little) : full(window, type, little);
  const source = interfaces[header.interfaceNumber];
  if (source?.linkType === undefined) {
    return { what: `a packet of an interface ${header.interfaceNumber} that isn't there` };
  }
  const length = header.captured ?? Math.min(header.original, source.snapLength || Infinity);
  if (length > room) {
    return { what: `a packet of ${length} bytes in a block that has room for ${room}` };
  }
  return {
    source: { ...source, linkType: source.linkType },
    offset: BLOCK_HEADER + header.bytes,
    length,
  };
}

function simple(window: ByteWindow, little: boolean): PacketHeader {
  const original = window.u32(BLOCK_HEADER, little);
  return { bytes: 4, interfaceNumber: 0, captured: undefined, original };
}

function full(window: ByteWindow, type: number, little: boolean): PacketHeader {
  return {
    bytes: 20,
    interfaceNumber:
      type === ENHANCED_PACKET
        ? window.u32(BLOCK_HEADER, little)
        : window.u16(BLOCK_HEADER, little),
    captured: window.u32(BLOCK_HEADER + 12, little),
    original: window.u32(BLOCK_HEADER + 16, little),
  };
}
