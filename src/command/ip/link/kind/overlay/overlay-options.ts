import { isMulticast } from '../../../../../address/address-class.js';
import { isUnspecified, type Address } from '../../../../../address/address.js';
import { readAddress } from '../../../../../address/address-text.js';
import { DF_MODES, type OverlaySettings } from '../../../../../namespace/link-kind/overlay.js';
import { matches, refuseGarbage, refuseValue, type Words } from '../../../arguments.js';
import { readDsfield } from '../../../named-numbers.js';
import type { Names } from '../../../names.js';
import { readU16, readU32, readUnsigned } from '../../../number-arguments.js';

/** What the words after `type vxlan` or `type geneve` say. */
export type OverlayDraft = {
  -readonly [Key in Exclude<keyof OverlaySettings, 'kind' | 'entries'>]?: OverlaySettings[Key];
};

/** Words that are each given once. */
export class Once {
  readonly #given = new Set<string>();

  /** @throws Refusal when the option was given before; `value` is the word after it */
  take(option: string, words: Words): string {
    const value = words.next();
    if (this.#given.has(option)) refuseGarbage(option, value);
    this.#given.add(option);
    return value;
  }
}

const LAST_VNI = 0xffffff;
const LAST_LABEL = 0xfffff;

/** Reads a number of 24 bits. @throws Refusal */
export function readVni(word: string): number {
  return readUnsigned(word, LAST_VNI) ?? refuseValue(word, 'invalid id');
}

/** Reads an address of either family, which is no group and not unspecified; undefined when it is none of them. */
export function readEither(word: string): Address | undefined {
  const address = readAddress(word);
  return address === undefined || isUnspecified(address) || isMulticast(address)
    ? undefined
    : address;
}

/** Reads what both kinds have of the header of the datagrams; false when the word is none of these. @throws Refusal */
export function readHeaderWord(
  draft: OverlayDraft,
  word: string,
  { once, words, names }: { readonly once: Once; readonly words: Words; readonly names: Names },
): boolean {
  if (matches(word, 'ttl') || matches(word, 'hoplimit')) {
    draft.ttl = readTtl(once.take('ttl', words));
  } else if (matches(word, 'tos') || matches(word, 'dsfield')) {
    const value = once.take('tos', words);
    draft.tos =
      value === 'inherit' ? 1 : (readDsfield(names, value) ?? refuseValue(value, 'bad TOS value'));
  } else if (matches(word, 'df')) {
    const value = once.take('df', words);
    draft.df =
      DF_MODES.find((mode) => mode === value) ??
      refuseValue(value, "DF must be 'unset', 'set' or 'inherit'");
  } else if (matches(word, 'label') || matches(word, 'flowlabel')) {
    const value = once.take('flowlabel', words);
    draft.flowlabel = readUnsigned(value, LAST_LABEL) ?? refuseValue(value, 'invalid flowlabel');
  } else {
    return false;
  }
  return true;
}

function readTtl(word: string): OverlaySettings['ttl'] {
  if (word === 'inherit') return 'inherit';
  if (word === 'auto') return 0;
  const ttl = readU32(word) ?? refuseValue(word, 'invalid TTL');
  return ttl > 255 ? refuseValue(word, 'TTL must be <= 255') : ttl;
}

/** Reads a port. @throws Refusal */
export function readPort(word: string, reason: string): number {
  return readU16(word) ?? refuseValue(word, reason);
}
