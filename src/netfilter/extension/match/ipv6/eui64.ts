import type { MatchData, MatchExtension } from '../../extension.js';
import { openChoice } from '../../option/open-choice.js';

/** `-m eui64`. */
export interface Eui64Match extends MatchData {
  readonly name: 'eui64';
}

/**
 * The `eui64` match: the source of an IPv6 packet is made of the address of the frame in which it came, which a packet here has none of. Source:
 * `ip6t_eui64.c`, iptables-extensions(8).
 */
export const eui64Match: MatchExtension<Eui64Match> = {
  name: 'eui64',
  families: [6],
  options: { initial: { name: 'eui64' }, options: [] },
  print: () => '',
  list: () => '',
  restrict: () => ({ hooks: ['PREROUTING', 'INPUT', 'FORWARD'] }),
  predicate: (_data, scope) => scope.deviceOfKind('indev', 'ethernet'),
  choice: () => openChoice(false),
};
