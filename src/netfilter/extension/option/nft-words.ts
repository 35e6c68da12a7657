/**
 * Puts pieces of a translation together as libxtables does: with a blank before a piece that begins with a letter, a digit or a brace, where there
 * is none; no blanks stay at the end. Source: libxtables' `xt_xlate_add`, `xt_xlate_get`.
 */
export function nftWords(...pieces: readonly string[]): string {
  return pieces
    .reduce((text, piece) => text + (isApart(text, piece) ? ' ' : '') + piece, '')
    .replace(/\s+$/, '');
}

/** What a comparison puts before a value that isn't to be met. */
export function nftNot({ inverted }: { readonly inverted: boolean }): string {
  return inverted ? '!= ' : '';
}

/** A number, or the first and the last of several. */
export function nftSpan(from: number | string, to: number | string): string {
  return from === to ? `${from}` : `${from}-${to}`;
}

function isApart(text: string, piece: string): boolean {
  return text !== '' && !/\s$/.test(text) && /^[0-9A-Za-z{}]/.test(piece);
}
