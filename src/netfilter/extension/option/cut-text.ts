/** Cuts a text to the bytes of UTF-8 that fit; a character that is cut in the middle is left out. */
export function cutText(text: string, bytes: number): string {
  const encoded = new TextEncoder().encode(text);
  if (encoded.length <= bytes) return text;
  return new TextDecoder().decode(encoded.slice(0, bytes)).replace(/\uFFFD+$/, '');
}
