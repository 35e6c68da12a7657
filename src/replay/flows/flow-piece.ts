import type { LineEnd } from './line-end.js';

/** Whole lines of a text file, with all that it takes to read them without what came before. */
export interface TextPiece {
  readonly format: 'json' | 'csv';
  /** The line that names the columns, when it isn't among the lines of the piece; else empty. */
  readonly head: Uint8Array;
  /** In memory of its own, which can be handed to another thread. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** How many lines of the file come before those of the piece. */
  readonly before: number;
  readonly lineEnd: LineEnd;
}

/** Whole frames of a capture: `head` and `bytes` are a file of their own. */
export interface CapturePiece {
  readonly format: 'capture';
  /** A capture's header and interfaces, as they were before the piece; empty when they are in the piece. */
  readonly head: Uint8Array;
  /** In memory of its own, which can be handed to another thread. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** How many frames of the file come before those of the piece. */
  readonly before: number;
  /** Where the piece begins: bytes from the beginning of the file. */
  readonly at: number;
}

/** A part of a file of packets that can be read by itself. */
export type FlowPiece = TextPiece | CapturePiece;

/** The end of a file, which can't be read because of what is broken before it. */
export interface Unread {
  /** Where it begins: bytes from the beginning of the file. */
  readonly at: number;
  readonly bytes: number;
}

/** Cuts a file into pieces as its bytes come. */
export interface FlowCutter {
  /** How many lines or frames are in the pieces so far. */
  readonly count: number;
  /** Undefined when all can be read, so far. */
  readonly unread: Unread | undefined;
  /** The pieces that are complete with these bytes. @throws CaptureError or ParseError when they are nothing that can be read */
  push(chunk: Uint8Array): Iterable<FlowPiece>;
  /** The pieces that are left at the end. @throws CaptureError or ParseError when the file is nothing that can be read */
  end(): Iterable<FlowPiece>;
}
