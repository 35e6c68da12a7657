/** What is wrong with a set that was there before: nft marks its declaration, if the same text has it. */
export class SetError extends Error {
  override readonly name = 'SetError';

  /** @param key - as `setKey` makes it */
  constructor(
    message: string,
    readonly key: string,
  ) {
    super(message);
  }
}
