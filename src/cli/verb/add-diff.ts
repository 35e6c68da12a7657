import { Option, type Command } from 'commander';
import { diffCommand } from './diff-command.js';
import { COLOR_CHOICES, type ColorChoice } from '../print/paint.js';
import { listenOption } from '../option/listen-option.js';
import { addPacketOptions, askedPackets, type PacketFlags } from '../option/packet-options.js';
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

Exit status: 0 when every packet has the same fate on both hosts; 1 when some have not; 2 for a wrong command line.
`;

interface DiffFlags extends PacketFlags, HostFlags {
  readonly listen: readonly ListeningSocket[];
  readonly json?: boolean;
  readonly color: ColorChoice;
}

/** Adds `nexthop diff`, which reports its exit status at the end. */
export function addDiff(program: Command, terminal: Terminal, end: (exit: number) => void): void {
  const command = program
    .command('diff')
    .summary('tell which packets two hosts treat differently')
    .description('Prints exactly which packets have another fate on the host of the second script.')
    .argument('<before>', 'Bash script that sets a host up, or - for standard input')
    .argument('<after>', 'Bash script that sets the other up');
  addPacketOptions(command)
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
      const { listen, json = false, color } = flags;
      const packets = askedPackets(flags);
      const host = readHostFlags(flags);
      end(await diffCommand({ before, after, host, listen, packets, json, color }, terminal));
    });
}
