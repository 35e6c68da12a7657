import { readAddress } from '../../address/address-text.js';
import { sameAddress } from '../../address/address.js';
import { addressBits } from '../../address/family.js';
import { makePrefix, type Prefix } from '../../address/prefix.js';
import { tick } from '../../bound.js';
import { giveUp, type WgReading } from './reading.js';

/** Reads prefixes with commas between; no text stands for no prefix. @throws Refusal */
export function readAllowedIps(text: string, { warn }: WgReading): readonly Prefix[] {
  if (text === '') return [];
  return text.split(',').map((entry) => readEntry(entry, warn));
}

function readEntry(entry: string, warn: (line: string) => void): Prefix {
  tick();
  const slash = entry.indexOf('/');
  const written = slash < 0 ? entry : entry.slice(0, slash);
  const address = readAddress(written);
  if (address === undefined) return giveUp(`Unable to parse IP address: \`${written}'`);
  const bits = addressBits(address.family);
  const length = slash < 0 ? `${bits}` : entry.slice(slash + 1);
  if (!/^\d+$/.test(length) || Number(length) > bits) {
    giveUp(`AllowedIP is not in the correct format: \`${entry}'`);
  }
  const prefix = makePrefix(address, Number(length));
  if (!sameAddress(prefix.address, address)) {
    warn(`Warning: AllowedIP has nonzero host part: ${written}/${length}`);
  }
  return prefix;
}
