import { NEVER } from '../../../../predicate/predicate.js';
import type { MatchData, MatchExtension } from '../../extension.js';
import type { ExtensionOption, GivenOption } from '../../option/option.js';
import { resolvePort } from '../../option/resolved-port.js';

/** `-m ipvs`. */
export interface IpvsMatch extends MatchData {
  readonly name: 'ipvs';
}

/** The `ipvs` match, which the reference kernel is built without. Source: iptables-extensions(8). */
export const ipvsMatch: MatchExtension<IpvsMatch> = {
  name: 'ipvs',
  families: [4, 6],
  missing: 'warned',
  options: {
    initial: { name: 'ipvs' },
    options: [
      option('ipvs', 0, () => undefined),
      ...['vproto', 'vaddr', 'vdir', 'vmethod'].map((name) => option(name, 1, () => undefined)),
      ...['vport', 'vportctl'].map((name) =>
        option(name, 1, ({ argument, databases }) => resolvePort(argument, databases.services)),
      ),
    ],
  },
  print: () => '',
  list: () => '',
  predicate: () => NEVER,
};

/** An option of which nothing but mistakes is kept. */
function option(
  name: string,
  words: 0 | 1,
  check: (given: GivenOption) => unknown,
): ExtensionOption<IpvsMatch> {
  return {
    name,
    words,
    invertible: true,
    read(data, given) {
      check(given);
      return data;
    },
  };
}
