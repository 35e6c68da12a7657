import { ALWAYS } from '../../../../predicate/predicate.js';
import type { MatchData, MatchExtension } from '../../extension.js';
import { readWord } from '../../option/mark-mask.js';
import { openChoice } from '../../option/open-choice.js';
import { nftNot } from '../../option/nft-words.js';

/** `-m cpu --cpu NUMBER`. */
export interface CpuMatch extends MatchData {
  readonly name: 'cpu';
  readonly cpu: number;
  readonly inverted: boolean;
}

/** The `cpu` match: on the processor that handles a packet; a single packet is handled by the first. Source: `xt_cpu.c`. */
export const cpuMatch: MatchExtension<CpuMatch> = {
  name: 'cpu',
  families: [4, 6],
  options: {
    initial: { name: 'cpu', cpu: 0, inverted: false },
    options: [
      {
        name: 'cpu',
        words: 1,
        invertible: true,
        mandatory: true,
        read: (data, given) => ({ ...data, cpu: readWord(given), inverted: given.inverted }),
      },
    ],
  },
  print: ({ cpu, inverted }) => `${inverted ? '! ' : ''}--cpu ${cpu}`,
  list: ({ cpu, inverted }) => `cpu ${inverted ? '! ' : ''}${cpu}`,
  translate: ({ cpu, inverted }) => `cpu ${nftNot({ inverted })}${cpu}`,
  predicate: () => ALWAYS,
  choice: ({ cpu, inverted }) => openChoice((cpu === 0) !== inverted),
};
