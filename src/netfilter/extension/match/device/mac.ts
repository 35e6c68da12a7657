import type { MatchData, MatchExtension } from '../../extension.js';
import { readMac } from '../../option/mac-address.js';
import { openChoice } from '../../option/open-choice.js';
import { nftNot } from '../../option/nft-words.js';

/** `-m mac --mac-source ADDRESS`. */
export interface MacMatch extends MatchData {
  readonly name: 'mac';
  /** Six bytes as `02:00:00:00:00:01`. */
  readonly address: string;
  readonly inverted: boolean;
}

/**
 * The `mac` match: on the source address of the Ethernet frame in which a packet came. Packets of the simulator have none, so that it's a choice;
 * what didn't come in such a frame doesn't meet it, inverted or not. Source: `xt_mac.c`, iptables-extensions(8).
 */
export const macMatch: MatchExtension<MacMatch> = {
  name: 'mac',
  families: [4, 6],
  options: {
    initial: { name: 'mac', address: '', inverted: false },
    options: [
      {
        name: 'mac-source',
        words: 1,
        invertible: true,
        mandatory: true,
        read: (data, { argument, inverted }) => ({ ...data, address: readMac(argument), inverted }),
      },
    ],
  },
  print: ({ address, inverted }) => `${inverted ? '! ' : ''}--mac-source ${address}`,
  list: ({ address, inverted }) => `MAC ${inverted ? '! ' : ''}${address}`,
  translate: ({ address, inverted }) => `ether saddr ${nftNot({ inverted })}${address}`,
  restrict: () => ({ hooks: ['PREROUTING', 'INPUT', 'FORWARD'] }),
  predicate: (_data, scope) => scope.deviceOfKind('indev', 'ethernet'),
  choice: ({ inverted }) => openChoice(inverted),
};
