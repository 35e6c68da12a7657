import { Option, type Command } from 'commander';
import { diffCommand } from './diff-command.js';
import { COLOR_CHOICES, type ColorChoice } from '../print/paint.js';
import { listenOption } from '../option/listen-option.js';
import { addDivisionOptions, type DivisionFlags } from '../option/division-options.js';
import { askedPackets, type PacketFlags } from '../option/packet-options.js';
import type { ListeningSocket } from '../input/request.js';
import {
  ignoreOption,
  incompleteOption,
  readHostFlags,
  type HostFlags,
} from '../option/host-options.js';
import type { Terminal } from '../terminal/terminal.js';

const DIFF_HELP = `
Which rule or table decides makes no difference, nor where a packet is dropped; what leaves, by which device and gateway, with which
addresses, ports, mark and TOS does.

Examples:
  nexthop diff old.sh new.sh
  nexthop diff old.sh new.sh -4 --received --json
  nexthop diff old.sh new.sh --ns client --journey

With --journey packets are compared by where they end after their whole way through all namespaces.

Exit status: 0 when every packet has the same fate on both hosts; 1 when some have not; 2 for a wrong command line; with --journey 5 when none has
another end and some can't be followed to it.
`;

interface DiffFlags extends PacketFlags, DivisionFlags, HostFlags {
  readonly listen: readonly ListeningSocket[];
  readonly json?: boolean;
  readonly color: ColorChoice;
}

/** Adds `nexthop diff`, which reports its exit status at the end. */
export function addDiff(program: Command, terminal: Terminal, end: (exit: number) => void): void {
  const command = program
    .command('diff')
    .summary('report which packets two hosts treat differently')
    .description('Prints exactly which packets have another fate on the host of the second script.')
    .argument('<before>', 'Bash script that sets a host up, or - for standard input')
    .argument('<after>', 'Bash script that sets the other up');
  addDivisionOptions(command)
    .addOption(listenOption())
    .option('-j, --json', 'answer in JSON, one line for each change')
    .addOption(
      new Option('--color <when>', 'colour the text').choices(COLOR_CHOICES).default('auto'),
    )
    .addOption(incompleteOption())
    .addOption(ignoreOption())
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', DIFF_HELP)
    .action(async (before: string, after: string, flags: DiffFlags, self: Command) => {
      if (before === '-' && after === '-') {
        self.error('error: only one of BEFORE and AFTER can be standard input');
      }
      const { listen, journey = false, json = false, color } = flags;
      const ns = flags.ns === undefined ? {} : { ns: flags.ns };
      const packets = askedPackets(flags);
      const host = readHostFlags(flags);
      const request = { before, after, host, listen, ...ns, journey, packets, json, color };
      end(await diffCommand(request, terminal));
    });
}
