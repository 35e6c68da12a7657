import { ALWAYS } from '../../../../predicate/predicate.js';
import type { MatchData, MatchExtension } from '../../extension.js';
import { printMarkMask, readMarkMask } from '../../option/mark-mask.js';
import { openChoice } from '../../option/open-choice.js';
import { nftNot } from '../../option/nft-words.js';
import { hex } from '../../option/number/number.js';

/** `-m realm --realm VALUE[/MASK]`. */
export interface RealmMatch extends MatchData {
  readonly name: 'realm';
  readonly realm: number;
  readonly mask: number;
  readonly inverted: boolean;
}

/**
 * The `realm` match: on the realms of the route that a packet takes. They aren't followed here: a single packet has none. Source:
 * `xt_realm.c`, iptables-extensions(8).
 */
export const realmMatch: MatchExtension<RealmMatch> = {
  name: 'realm',
  families: [4],
  options: {
    initial: { name: 'realm', realm: 0, mask: 0, inverted: false },
    options: [
      {
        name: 'realm',
        words: 1,
        invertible: true,
        mandatory: true,
        read(data, given) {
          const { mark, mask } = readMarkMask(given);
          return { ...data, realm: mark, mask, inverted: given.inverted };
        },
      },
    ],
  },
  print: ({ realm, mask, inverted }) =>
    `${inverted ? '! ' : ''}--realm ${printMarkMask(realm, mask)}`,
  list: ({ realm, mask, inverted }) => `${inverted ? '! ' : ''}realm ${printMarkMask(realm, mask)}`,
  translate: ({ realm, mask, inverted }) =>
    mask === 0xffffffff
      ? `rtclassid ${nftNot({ inverted })}${hex(realm)}`
      : `rtclassid and ${hex(mask)} ${inverted ? '!=' : '=='} ${hex(realm)}`,
  restrict: () => ({ hooks: ['INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'] }),
  predicate: () => ALWAYS,
  choice: ({ realm, inverted }) => openChoice((realm === 0) !== inverted),
};
