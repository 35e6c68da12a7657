import { Option, type Command } from 'commander';
import { lintCommand } from './lint-command.js';
import { listenOption } from '../option/listen-option.js';
import { nsOption } from '../option/ns-option.js';
import type { ListeningSocket } from '../input/request.js';
import { COLOR_CHOICES, type ColorChoice } from '../print/paint.js';
import {
  ignoreOption,
  incompleteOption,
  readHostFlags,
  type HostFlags,
} from '../option/host-options.js';
import type { Terminal } from '../terminal/terminal.js';

const LINT_HELP = `
Finds rules and routes that no packet reaches or that change nothing, and what takes their packets; marks that are set or asked for in vain; tables
that nothing leads to or that lack a route; packets that leave with the wrong source, past their tunnel, or not at all. One sentence for each.

Examples:
  nexthop lint setup.sh
  nexthop lint setup.sh --json
  nexthop lint setup.sh --listen 'tcp 7893 transparent' --listen 'udp 7893 transparent'
  nexthop lint network.sh --ns router

A note says what is good to know and no fault: above all what was not looked at, because it is too much or because the host has rules of nft. One
network namespace is looked at: the first one, or that which --ns names.

Exit status: 0 when nothing is found but notes; 1 when something is; 2 for a wrong command line.
`;

interface LintFlags extends HostFlags {
  readonly listen: readonly ListeningSocket[];
  readonly ns?: string;
  readonly json?: boolean;
  readonly color: ColorChoice;
}

/** Adds `nexthop lint`, which reports its exit status at the end. */
export function addLint(program: Command, terminal: Terminal, end: (exit: number) => void): void {
  program
    .command('lint')
    .summary('find rules without effect, ties, and tables with gaps')
    .description('Finds what has no effect on the host that a script sets up, with file and line.')
    .argument('<setup>', 'Bash script that sets the host up, or - for standard input')
    .addOption(listenOption())
    .addOption(nsOption('that is looked at'))
    .option('-j, --json', 'answer in JSON, one line for each finding')
    .addOption(
      new Option('--color <when>', 'colour the text').choices(COLOR_CHOICES).default('auto'),
    )
    .addOption(incompleteOption())
    .addOption(ignoreOption())
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', LINT_HELP)
    .action(async (setup: string, flags: LintFlags) => {
      const { listen, json = false, color } = flags;
      const ns = flags.ns === undefined ? {} : { ns: flags.ns };
      const host = readHostFlags(flags);
      end(await lintCommand({ setup, host, listen, ...ns, json, color }, terminal));
    });
}
