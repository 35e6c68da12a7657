/** One captured packet, from its link layer up. */
export interface Frame {
  /** What the bytes begin with, a LINKTYPE_ number. Source: the tcpdump group's list of link-layer header types. */
  readonly linkType: number;
  /** Name of the device of capture; undefined when the file doesn't say. */
  readonly dev: string | undefined;
  /** The bytes that were captured, maybe less than there were. Valid until the next frame is read. */
  readonly bytes: Uint8Array;
}

/** Reads a capture as its bytes come. */
export interface CaptureReader {
  /** How many bytes of the file lie before what has not been read: it is between two frames. */
  readonly position: number;
  /** What says how the frames from here on are to be read: with it before them they are a file of their own. */
  head(): Uint8Array;
  /** The frames that are complete with these bytes. @throws CaptureError when they are no capture */
  push(chunk: Uint8Array): Iterable<Frame>;
  /** Ends the file. @throws CaptureError when it ends within a frame */
  end(): void;
}

/** Bytes that are no capture, or not a whole one. */
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
