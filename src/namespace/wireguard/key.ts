/** How many bytes a key of WireGuard has. */
export const KEY_BYTES = 32;

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** A key in base64: 42 digits, one that holds the last 4 bits, and the filling. Every key has one such text. */
const KEY = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;

/** Reports whether a text is a key as wg(8) writes it. */
export function isKey(text: string): boolean {
  return KEY.test(text);
}

/** The bytes of a key. @throws RangeError when the text is none */
export function keyBytes(key: string): Uint8Array {
  if (!isKey(key)) throw new RangeError('key: 32 bytes in base64');
  const bytes = new Uint8Array(KEY_BYTES);
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const digit of key.slice(0, -1)) {
    bits = ((bits << 6) | DIGITS.indexOf(digit)) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[at] = (bits >>> held) & 0xff;
    at += 1;
  }
  return bytes;
}

/** Writes a key in base64. */
export function printKey(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < KEY_BYTES; at += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3);
    const bits = (a << 16) | (b << 8) | c;
    text += [18, 12, 6, 0].map((shift) => DIGITS[(bits >>> shift) & 63] ?? '').join('');
  }
  return `${text.slice(0, -1)}=`;
}

/** The key of which all bits are 0: the kernel takes it for none. */
export const NO_KEY = printKey(new Uint8Array(KEY_BYTES));

/** Fixes the bits that a private key of Curve25519 has: a multiple of 8, with the second highest bit set. Source: RFC 7748, section 5. */
export function clampKey(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte, at) => {
    if (at === 0) return byte & 0xf8;
    return at === KEY_BYTES - 1 ? (byte & 0x7f) | 0x40 : byte;
  });
}
