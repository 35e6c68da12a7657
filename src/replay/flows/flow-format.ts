import { isCapture } from '../capture/read-capture.js';

/** How a file of packets is written. */
export const FLOW_FORMATS = ['capture', 'json', 'csv'] as const;
export type FlowFormat = (typeof FLOW_FORMATS)[number];

/** How files begin that hold packets in a form which isn't read, and what they are. */
const FOREIGN: readonly (readonly [name: string, ...start: number[]])[] = [
  ['UTF-16 or UTF-32: convert it to UTF-8', 0xff, 0xfe],
  ['UTF-16: convert it to UTF-8', 0xfe, 0xff],
  ['UTF-32: convert it to UTF-8', 0x00, 0x00, 0xfe, 0xff],
  ['gzip: decompress it', 0x1f, 0x8b],
  ['zstd: decompress it', 0x28, 0xb5, 0x2f, 0xfd],
  ['xz: decompress it', 0xfd, 0x37, 0x7a, 0x58, 0x5a],
  ['bzip2: decompress it', 0x42, 0x5a, 0x68],
  ['lz4: decompress it', 0x04, 0x22, 0x4d, 0x18],
  ['modified pcap (Kuznetzov): convert it to pcapng', 0xa1, 0xb2, 0xcd, 0x34],
  ['modified pcap (Kuznetzov): convert it to pcapng', 0x34, 0xcd, 0xb2, 0xa1],
  ['snoop: convert it to pcapng', 0x73, 0x6e, 0x6f, 0x6f, 0x70, 0x00],
];

/** What a file is that begins with these bytes and isn't read, and what to do; undefined when it may be one that is. */
export function foreignFormat(start: Uint8Array): string | undefined {
  const found = FOREIGN.find(([, ...bytes]) => bytes.every((byte, at) => start[at] === byte));
  return found?.[0];
}

/** How many bytes suffice to recognize a capture, or a foreign file. */
const MAGIC_BYTES = 6;
/** Further blanks before anything else don't count. */
const MOST_BLANK = 1 << 16;

/**
 * How a file is written that begins with these bytes: JSON with a brace, a capture with its magic number. Undefined while more bytes are needed; at the
 * end of the file none are.
 */
export function guessFormat(start: Uint8Array, atEnd: true): FlowFormat;
export function guessFormat(start: Uint8Array, atEnd: boolean): FlowFormat | undefined;
export function guessFormat(start: Uint8Array, atEnd: boolean): FlowFormat | undefined {
  if (start.length < MAGIC_BYTES && !atEnd) return undefined;
  if (isCapture(start)) return 'capture';
  const text = new TextDecoder().decode(start).trimStart();
  if (text === '') return atEnd || start.length > MOST_BLANK ? 'json' : undefined;
  return text.startsWith('{') ? 'json' : 'csv';
}
