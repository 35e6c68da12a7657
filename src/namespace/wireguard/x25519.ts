import { clampKey, keyBytes, printKey } from './key.js';

/** The field over which Curve25519 lies: numbers modulo this prime. */
const PRIME = 2n ** 255n - 19n;

/** (486662 - 2) / 4, by the curve's coefficient. */
const A24 = 121665n;

/** The x coordinate of the base point. */
const BASE = 9n;

/**
 * The public key of a private key. Not made for keeping secrets: how long it takes depends on the key. Source: RFC 7748, section 5.
 *
 * @throws RangeError when the text is no key
 */
export function publicKeyOf(privateKey: string): string {
  let derived = known.get(privateKey);
  if (derived === undefined) {
    const scalar = readLittleEndian(clampKey(keyBytes(privateKey)));
    derived = printKey(writeLittleEndian(multiply(scalar, BASE)));
    known.set(privateKey, derived);
  }
  return derived;
}

const known = new Map<string, string>();

/** A multiple of a point of the curve, by their x coordinates: the Montgomery ladder, as two points that are always one base point apart. */
function multiply(scalar: bigint, x: bigint): bigint {
  let [x2, z2, x3, z3] = [1n, 0n, x, 1n];
  for (let bit = 254n; bit >= 0n; bit -= 1n) {
    const isSet = ((scalar >> bit) & 1n) === 1n;
    if (isSet) [x2, z2, x3, z3] = [x3, z3, x2, z2];
    const [a, b] = [x2 + z2, x2 - z2];
    const [aa, bb] = [modulo(a * a), modulo(b * b)];
    const e = aa - bb;
    const [da, cb] = [modulo((x3 - z3) * a), modulo((x3 + z3) * b)];
    x3 = modulo((da + cb) ** 2n);
    z3 = modulo(x * (da - cb) ** 2n);
    x2 = modulo(aa * bb);
    z2 = modulo(e * (aa + A24 * e));
    if (isSet) [x2, z2, x3, z3] = [x3, z3, x2, z2];
  }
  return modulo(x2 * invert(z2));
}

function modulo(value: bigint): bigint {
  const rest = value % PRIME;
  return rest < 0n ? rest + PRIME : rest;
}

/** By Fermat's little theorem. */
function invert(value: bigint): bigint {
  let result = 1n;
  let power = value;
  for (let exponent = PRIME - 2n; exponent > 0n; exponent >>= 1n) {
    if ((exponent & 1n) === 1n) result = modulo(result * power);
    power = modulo(power * power);
  }
  return result;
}

function readLittleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

function writeLittleEndian(value: bigint): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, at) => Number((value >> BigInt(8 * at)) & 0xffn));
}
