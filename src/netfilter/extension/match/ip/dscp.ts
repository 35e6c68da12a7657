import { unless } from '../../../../predicate/part.js';
import { invertedIf, masked } from '../../../../predicate/predicate.js';
import { XtablesError } from '../../../xtables-error.js';
import { MAX_DSCP, readDscpClass } from '../../target/header/dscp-class.js';
import type { MatchData, MatchExtension } from '../../extension.js';
import { readInteger } from '../../option/number/integer.js';
import { hexByte } from '../../option/tos-mask.js';
import { nftNot } from '../../option/nft-words.js';

/** `-m dscp --dscp CODEPOINT`. */
export interface DscpMatch extends MatchData {
  readonly name: 'dscp';
  readonly dscp: number;
  readonly inverted: boolean;
}

/** The `dscp` match: on the upper six bits of the TOS byte. Source: `xt_dscp.c`, `dscp_mt`; iptables-extensions(8). */
export const dscpMatch: MatchExtension<DscpMatch> = {
  name: 'dscp',
  families: [4, 6],
  options: {
    initial: { name: 'dscp', dscp: 0, inverted: false },
    options: [
      {
        name: 'dscp',
        words: 1,
        invertible: true,
        excludes: ['dscp-class'],
        read: (data, given) => ({
          ...data,
          dscp: readInteger(given, 0, MAX_DSCP),
          inverted: data.inverted || given.inverted,
        }),
      },
      {
        name: 'dscp-class',
        words: 1,
        invertible: true,
        excludes: ['dscp'],
        read: (data, given) => ({
          ...data,
          dscp: readDscpClass(given.argument),
          inverted: data.inverted || given.inverted,
        }),
      },
    ],
    finish(data, given) {
      if (given.size > 0) return data;
      throw new XtablesError('parameter', 'DSCP match: Parameter --dscp is required');
    },
  },
  print: ({ dscp, inverted }) => `${inverted ? '! ' : ''}--dscp ${hexByte(dscp)}`,
  list: ({ dscp, inverted }) => `DSCP match ${inverted ? '!' : ''}${hexByte(dscp)}`,
  translate: ({ dscp, inverted }, { family }) =>
    `${family === 4 ? 'ip' : 'ip6'} dscp ${nftNot({ inverted })}${hexByte(dscp)}`,
  parts: ({ dscp, inverted }) => [
    {
      when: invertedIf(inverted, masked('tos', 0xfc, dscp << 2)),
      words: {
        option: 'dscp',
        needs: unless(inverted, `0x${dscp.toString(16)}`),
        has: [{ dscpOf: 'tos' }],
      },
    },
  ],
};
