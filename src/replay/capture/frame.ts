/** One captured packet, from its link layer up. */
export interface Frame {
  readonly kind: 'frame';
  /** What the bytes begin with, a LINKTYPE_ number. Source: the tcpdump group's list of link-layer header types. */
  readonly linkType: number;
  /** Name of the device of capture; undefined when the file doesn't say. */
  readonly dev: string | undefined;
  /** Why the file doesn't say it, although it was meant to; undefined when nothing is broken. */
  readonly devTrouble: string | undefined;
  /** The bytes that were captured, maybe less than there were. Valid until the next frame is read. */
  readonly bytes: Uint8Array;
}

/** A part of a capture that can't be read; it may have been a frame. */
export interface BrokenPart {
  readonly kind: 'broken';
  /** Where it is, in bytes from the beginning of the file, and what is wrong. */
  readonly why: string;
}

/** What a capture is made of. Each counts as one frame. */
export type CaptureRecord = Frame | BrokenPart;

/** Reads a capture as its bytes come. */
export interface CaptureReader {
  /** Where in the file that begins which has not been read: it is between two records. */
  readonly position: number;
  /** Nothing behind `position` can be read, because of what is broken before it. */
  readonly isLost: boolean;
  /** What says how the frames from here on are to be read: with it before them they are a file of their own. */
  head(): Uint8Array;
  /** The records that are complete with these bytes. @throws CaptureError when they are no capture */
  push(chunk: Uint8Array): Iterable<CaptureRecord>;
  /** Ends the file: what is left of it is broken. @throws CaptureError when it is no capture */
  end(): Iterable<CaptureRecord>;
}

/** Reads the records of one format out of the bytes that have come. */
export interface RecordSource {
  readonly isLost: boolean;
  head(): Uint8Array;
  /** @param ended - no more bytes will come */
  records(ended: boolean): Iterable<CaptureRecord>;
}

/** Bytes that are no capture. */
export class CaptureError extends Error {
  override readonly name = 'CaptureError';

  /** @param at - bytes from the beginning of the file */
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(`byte ${at}: ${message}`);
  }
}

/** A part that is broken from a place on. */
export function brokenAt(at: number, what: string): BrokenPart {
  return { kind: 'broken', why: `byte ${at}: ${what}` };
}
