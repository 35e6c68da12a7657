/** How many characters of text a key of it has room for. Source: `IFNAMSIZ`. */
const TEXT_BYTES = 16;

/** Text as a number: the first character is the most significant byte, zeros stand behind the last. */
export function textValue(text: string): bigint {
  let value = 0n;
  for (let at = 0; at < TEXT_BYTES; at++) value = (value << 8n) | BigInt(text.charCodeAt(at) || 0);
  return value;
}

/** The numbers of all texts that begin with one. */
export function textRange(text: string): readonly [low: bigint, high: bigint] {
  const low = textValue(text);
  return [low, low | ((1n << BigInt(8 * (TEXT_BYTES - text.length))) - 1n)];
}
