import * as fc from 'fast-check';

/** A kind of input: how it shrinks, whoever made it, and how it is kept in a file. */
export interface Shape<Input> {
  /** Shrinks any input of the kind, not only those that it has drawn. */
  readonly smaller: fc.Arbitrary<Input>;
  /** The input as JSON can hold it. */
  readonly toJson: (input: Input) => unknown;
  readonly fromJson: (json: unknown) => Input;
}

const TEXTS = fc.string({ unit: 'binary' });

/** A text. */
export const TEXT = plain<string>(TEXTS);

/** Commands one after the other, each as its words. */
export const COMMANDS = plain<string[][]>(fc.array(fc.array(TEXTS)));

/** Bytes, kept in base64. */
export const BYTES: Shape<Uint8Array> = {
  smaller: fc.uint8Array(),
  toJson: (bytes) => Buffer.from(bytes).toString('base64'),
  fromJson: (json) => new Uint8Array(Buffer.from(String(json), 'base64')),
};

function plain<Input>(smaller: fc.Arbitrary<Input>): Shape<Input> {
  return { smaller, toJson: (input) => input, fromJson: (json) => json as Input };
}
