import { InvalidArgumentError, Option, type Command } from 'commander';
import { GROUP_FIELDS, type GroupFilter } from '../../replay/flow-group.js';
import { FLOW_FORMATS, type FlowFormat } from '../../replay/flows/flow-format.js';
import { COLOR_CHOICES, type ColorChoice } from '../print/paint.js';
import { replayCommand } from './replay-command.js';
import {
  ignoreOption,
  incompleteOption,
  readHostFlags,
  type HostFlags,
} from '../option/host-options.js';
import type { Terminal } from '../terminal/terminal.js';

const REPLAY_HELP = `
FLOWS is a capture (pcap, pcapng), JSON lines as for nexthop trace --packets, or CSV with a line of field names; - is standard input.
A captured packet whose source is an address of the host was sent by it; any other arrives, on the device that --in names, or
that the capture names.

Without --each a table shows what became of the packets: outcome, device, gateway, table and rule. With it, every line or frame gets a
line of JSON, in the order of the file; --only FIELD=VALUE chooses packets: ${GROUP_FIELDS.join(', ')}.

Each line or frame is sent, not sent, or skipped, and counted as such. Not sent: it was meant to be a packet but is damaged, cut
short, or of no device of the host. Skipped: there is no packet in it, as in a blank line, an ARP frame or a later fragment.

Examples:
  nexthop replay setup.sh monday.pcapng
  nexthop replay setup.sh flows.csv --json
  nexthop replay setup.sh capture.pcap --in eth1 --only kind=drop --only rule=none
  producer | nexthop replay setup.sh - --each | consumer

Exit status: 0 when every packet of the file was sent; 1 when one was not, or the end of the file could not be read; 2 for a wrong
command line.
`;

interface ReplayFlags extends HostFlags {
  readonly format?: FlowFormat;
  readonly in?: string;
  readonly json?: boolean;
  readonly each?: boolean;
  readonly only?: GroupFilter;
  readonly workers?: number;
  readonly progress: boolean;
  readonly color: ColorChoice;
}

/** Adds `nexthop replay`, which reports its exit status at the end. */
export function addReplay(program: Command, terminal: Terminal, end: (exit: number) => void): void {
  program
    .command('replay')
    .summary('send a file of packets through the host that a script sets up')
    .description(
      'Sends the packets of a file through the host that a script sets up, and reports which went where.',
    )
    .argument('<setup>', 'Bash script that sets the host up, or - for standard input')
    .argument('<flows>', 'file of packets, or - for standard input')
    .addOption(
      new Option('-f, --format <format>', 'how FLOWS is written; detected when left out').choices(
        FLOW_FORMATS,
      ),
    )
    .option('-i, --in <device>', 'captured packets arrive on this device')
    .option('-j, --json', 'report in JSON')
    .option('-e, --each', 'report each line or frame, as a line of JSON')
    .option(
      '-o, --only <field=value>',
      'report packets with this outcome; may be given several times',
      addOnly,
    )
    .option(
      '-w, --workers <number>',
      'worker threads, 0 for none; by default as many as suit the file and the processors',
      readCount,
    )
    .option('--no-progress', 'show no progress bar')
    .addOption(
      new Option('--color <when>', 'colour the table').choices(COLOR_CHOICES).default('auto'),
    )
    .addOption(incompleteOption())
    .addOption(ignoreOption())
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', REPLAY_HELP)
    .action(async (setup: string, flows: string, flags: ReplayFlags, self: Command) => {
      const { format, in: iif, json = false, each = false, only, workers, progress, color } = flags;
      if (setup === '-' && flows === '-') {
        self.error('error: only one of SETUP and FLOWS can be standard input');
      }
      const packets = each ? (only ?? new Map()) : only;
      if (json && packets !== undefined) {
        self.error('error: --json is for the report, which --each and --only take the place of');
      }
      end(
        await replayCommand(
          {
            setup,
            host: readHostFlags(flags),
            flows,
            format,
            iif,
            json,
            packets,
            workers,
            progress,
            color,
          },
          terminal,
        ),
      );
    });
}

/** Adds one more value of `--only`: those of one field are alternatives. */
function addOnly(text: string, before: GroupFilter | undefined): GroupFilter {
  const [name = '', ...rest] = text.split('=');
  const field = GROUP_FIELDS.find((known) => known === name);
  if (field === undefined || rest.length === 0) {
    throw new InvalidArgumentError(
      `FIELD=VALUE, where FIELD is one of ${GROUP_FIELDS.join(', ')}.`,
    );
  }
  return new Map([...(before ?? []), [field, [...(before?.get(field) ?? []), rest.join('=')]]]);
}

function readCount(text: string): number {
  if (!/^[0-9]{1,3}$/.test(text)) throw new InvalidArgumentError('A number of threads, 0 to 999.');
  return Number(text);
}
