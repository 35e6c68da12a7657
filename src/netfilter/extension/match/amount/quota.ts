import { ALWAYS, inRange, NEVER } from '../../../../predicate/predicate.js';
import type { MatchData, MatchExtension } from '../../extension.js';
import { readLong, type LongInteger } from '../../option/number/long-integer.js';
import { openChoice } from '../../option/open-choice.js';

/** `-m quota --quota BYTES`. */
export interface QuotaMatch extends MatchData {
  readonly name: 'quota';
  readonly bytes: LongInteger;
  readonly inverted: boolean;
}

const U32_MAX = 0xffffffff;

/**
 * The `quota` match: until packets of so many bytes have come. How much is used up isn't simulated: a single packet finds it whole. Source:
 * `quota_mt`, iptables-extensions(8).
 */
export const quotaMatch: MatchExtension<QuotaMatch> = {
  name: 'quota',
  families: [4, 6],
  options: {
    initial: { name: 'quota', bytes: '0', inverted: false },
    options: [
      {
        name: 'quota',
        words: 1,
        invertible: true,
        mandatory: true,
        read: (data, given) => ({ ...data, bytes: readLong(given), inverted: given.inverted }),
      },
    ],
  },
  print: ({ bytes, inverted }) => `${inverted ? '! ' : ''}--quota ${bytes}`,
  list: ({ bytes }) => `quota: ${bytes} bytes`,
  translate: ({ bytes, inverted }) => `quota ${inverted ? 'over ' : ''}${bytes} bytes`,
  predicate: (data) => (data.inverted ? ALWAYS : fits(data)),
  choice: (data) => openChoice(!data.inverted, fits(data)),
};

/** A packet that is larger than the whole quota is always beyond it. */
function fits({ bytes }: QuotaMatch): ReturnType<typeof inRange> {
  return bytes === '0' ? NEVER : inRange('length', 0, Math.min(Number(bytes), U32_MAX));
}
