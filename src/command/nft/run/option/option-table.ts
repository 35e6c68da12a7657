/** One option of nft's command line. */
export interface OptionRow {
  readonly letter: string;
  /** Undefined for one that has no long form. */
  readonly name: string | undefined;
  /** What the usage calls its argument; undefined when it takes none. */
  readonly argument: string | undefined;
  readonly help: string;
}

const row = (
  letter: string,
  name: string | undefined,
  help: string,
  argument?: string,
): OptionRow => ({ letter, name, argument, help });

/** The options in the order and under the headings of the usage. Source: nft(8), OPTIONS. */
const OPTION_SECTIONS: readonly (readonly [string, readonly OptionRow[]])[] = [
  [
    'general',
    [
      row('h', 'help', 'Show this help'),
      row('v', 'version', 'Show version information'),
      row('V', undefined, 'Show extended version information'),
    ],
  ],
  [
    'ruleset input handling',
    [
      row('f', 'file', 'Read input from <filename>', '<filename>'),
      row('D', 'define', 'Define variable, e.g. --define foo=1.2.3.4', '<name=value>'),
      row('i', 'interactive', 'Read input from interactive CLI'),
      row(
        'I',
        'includepath',
        'Add <directory> to the paths searched for include files. Default is: /etc',
        '<directory>',
      ),
      row('c', 'check', 'Check commands validity without actually applying the changes.'),
      row('o', 'optimize', 'Optimize ruleset'),
    ],
  ],
  [
    'ruleset list formatting',
    [
      row('a', 'handle', 'Output rule handle.'),
      row('s', 'stateless', 'Omit stateful information of ruleset.'),
      row('t', 'terse', 'Omit contents of sets.'),
      row('S', 'service', 'Translate ports to service names as described in /etc/services.'),
      row('N', 'reversedns', 'Translate IP addresses to names.'),
      row('u', 'guid', 'Print UID/GID as defined in /etc/passwd and /etc/group.'),
      row('n', 'numeric', 'Print fully numerical output.'),
      row('y', 'numeric-priority', 'Print chain priority numerically.'),
      row('p', 'numeric-protocol', 'Print layer 4 protocols numerically.'),
      row('T', 'numeric-time', 'Print time values numerically.'),
    ],
  ],
  [
    'command output formatting',
    [
      row('e', 'echo', 'Echo what has been added, inserted or replaced.'),
      row('j', 'json', 'Format output in JSON'),
      row(
        'd',
        'debug',
        'Specify debugging level (scanner, parser, eval, netlink, mnl, proto-ctx, segtree, all)',
        '<level [,level...]>',
      ),
    ],
  ],
];

/** The options in one list. */
export const OPTIONS: readonly OptionRow[] = OPTION_SECTIONS.flatMap(([, rows]) => rows);

/** What `nft -h` prints. */
export function usageText(): string {
  const sections = OPTION_SECTIONS.map(
    ([title, rows]) => `Options (${title}):\n${rows.map(usageLine).join('')}`,
  );
  return `Usage: nft [ options ] [ cmds... ]\n\n${sections.join('\n')}\n`;
}

function usageLine({ letter, name, argument, help }: OptionRow): string {
  const long = name === undefined ? '' : `, --${name}`;
  const value = argument === undefined ? '' : ` ${argument}`;
  return `${`  -${letter}${long}${value}`.padEnd(34)}${help}\n`;
}
