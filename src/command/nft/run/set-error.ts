/** What is wrong with a set that nft has from the kernel, and so has no place in the text. */
export class SetError extends Error {
  override readonly name = 'SetError';
}
