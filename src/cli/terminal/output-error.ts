/** Standard output can't be written any more. */
export class OutputError extends Error {
  override readonly name = 'OutputError';
  /** Who read it has seen enough, such as head(1): nothing needs to be said. */
  readonly isClosed: boolean;

  constructor(why: string, isClosed: boolean) {
    super(`standard output: ${why}`);
    this.isClosed = isClosed;
  }
}
