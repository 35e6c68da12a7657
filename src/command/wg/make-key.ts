import { clampKey, isKey, KEY_BYTES, NO_KEY, printKey } from '../../namespace/wireguard/key.js';
import { publicKeyOf } from '../../namespace/wireguard/x25519.js';
import type { CommandContext, CommandResult } from '../command.js';
import { refuse, succeed } from '../result.js';
import { keyUsage } from './usage.js';

/** `wg genkey` and `wg genpsk`: a key of random bytes; a private one has the bits that it must have. */
export function makeKey(
  context: CommandContext,
  command: 'genkey' | 'genpsk',
  words: readonly string[],
): CommandResult {
  if (words.length > 0) return refuse(context, 1, keyUsage(command));
  const { randomBytes = systemBytes } = context;
  const bytes = randomBytes(KEY_BYTES);
  return succeed(context.machine, `${printKey(command === 'genkey' ? clampKey(bytes) : bytes)}\n`);
}

function systemBytes(length: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(length));
}

const NO_KEY_GIVEN = 'wg: Key is not the correct length or format\n';

/** `wg pubkey`: the public key of the private one on standard input. */
export function makePublicKey(context: CommandContext, words: readonly string[]): CommandResult {
  if (words.length > 0) return refuse(context, 1, keyUsage('pubkey'));
  const text = context.readStdin();
  const key = text.slice(0, NO_KEY.length);
  if (key.length < NO_KEY.length) return refuse(context, 1, NO_KEY_GIVEN);
  if (/[^\0\t-\r ]/.test(text.slice(NO_KEY.length))) {
    return refuse(context, 1, 'wg: Trailing characters found after key\n');
  }
  if (!isKey(key)) return refuse(context, 1, NO_KEY_GIVEN);
  return succeed(context.machine, `${publicKeyOf(key)}\n`);
}
