import { createPrivateKey, createPublicKey } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clampKey,
  isKey,
  keyBytes,
  KEY_BYTES,
  NO_KEY,
  printKey,
} from '../../../src/namespace/wireguard/key.js';
import { publicKeyOf } from '../../../src/namespace/wireguard/x25519.js';

const bytes = fc.uint8Array({ minLength: KEY_BYTES, maxLength: KEY_BYTES });

describe('a key', () => {
  it('is printed and read as what it is', () => {
    fc.assert(
      fc.property(bytes, (key) => {
        expect(printKey(key)).toBe(Buffer.from(key).toString('base64'));
        expect(keyBytes(printKey(key))).toEqual(key);
      }),
    );
  });

  it.each([
    ['too short', NO_KEY.slice(1)],
    ['without its filling', NO_KEY.slice(0, -1)],
    ['with bits left over', NO_KEY.replace('A=', 'B=')],
    ['with another letter', NO_KEY.replace('A', '-')],
  ])('is none %s', (_why, text) => {
    expect(isKey(text)).toBe(false);
    expect(() => keyBytes(text)).toThrow(RangeError);
  });

  it('has the bits of a private key once it is clamped, and stays so', () => {
    fc.assert(
      fc.property(bytes, (key) => {
        const clamped = clampKey(key);
        expect((clamped[0] ?? 0) & 7).toBe(0);
        expect((clamped[KEY_BYTES - 1] ?? 0) >>> 6).toBe(1);
        expect(clampKey(clamped)).toEqual(clamped);
        expect(publicKeyOf(printKey(clamped))).toBe(publicKeyOf(printKey(key)));
      }),
      { numRuns: 10 },
    );
  });
});

/** The public key by OpenSSL, which wants a private key in PKCS #8. */
function publicKeyByOpenssl(privateKey: Uint8Array): string {
  const der = Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), privateKey]);
  const key = createPublicKey(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
  return key.export({ format: 'der', type: 'spki' }).subarray(-KEY_BYTES).toString('base64');
}

describe('the public key of a private key', () => {
  it("is that of Bob's in RFC 7748, section 6.1", () => {
    const own = '5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb';
    const derived = 'de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f';
    const toKey = (hex: string) => printKey(Uint8Array.from(Buffer.from(hex, 'hex')));
    expect(publicKeyOf(toKey(own))).toBe(toKey(derived));
  });

  it('is the one that OpenSSL finds', () => {
    fc.assert(
      fc.property(bytes, (key) => {
        expect(publicKeyOf(printKey(key))).toBe(publicKeyByOpenssl(key));
      }),
      { numRuns: 20 },
    );
  });
});
