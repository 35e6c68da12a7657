import { Option, type Command } from 'commander';
import { COLOR_CHOICES, type ColorChoice } from '../print/paint.js';
import { listenOption } from '../option/listen-option.js';
import { nsOption } from '../option/ns-option.js';
import type { ListeningSocket } from '../input/request.js';
import {
  ignoreOption,
  incompleteOption,
  readHostFlags,
  type HostFlags,
} from '../option/host-options.js';
import type { Terminal } from '../terminal/terminal.js';
import { traceCommand } from './trace-command.js';

const TRACE_HELP = `
PACKET is a protocol and what else matters, in any order:
  tcp | udp | icmp | sctp | gre | ... | proto NUMBER
  from ADDRESS[:PORT]   to ADDRESS[:PORT]      with an IPv6 address [ADDRESS]:PORT
  in DEVICE             it arrives there; without, a local socket sends it
  oif DEVICE            the socket is bound to it
  mark N  tos N  ttl N  uid USER  gid GROUP  length N  sport N  dport N
  flags SA | SYN,ACK    TCP flags      type N  code N   ICMP
  tcp connect ...       with what answers it, there and back; so does icmp ping ...

Examples:
  nexthop trace setup.sh tcp to 203.0.113.9:25
  nexthop trace setup.sh udp 10.0.0.5:5000 to 8.8.8.8:53 in eth1 mark 7
  nexthop trace network.sh --ns client tcp connect to 10.2.0.5:443
  nexthop trace setup.sh --packets packets.jsonl --json
  nexthop trace --svg network.sh icmp ping to 10.2.0.5 > way.svg

Exit status: 0 when every packet has an answer, whatever its fate; 1 when one has none; 2 for a wrong command line.
`;

interface TraceFlags extends HostFlags {
  readonly listen: readonly ListeningSocket[];
  readonly packets?: string;
  readonly json?: boolean;
  readonly steps?: boolean;
  readonly journey?: boolean;
  readonly ns?: string;
  readonly all?: boolean;
  readonly dot?: boolean;
  readonly svg?: boolean;
  readonly color: ColorChoice;
}

/** Adds `nexthop trace`, which reports its exit status at the end. */
export function addTrace(program: Command, terminal: Terminal, end: (exit: number) => void): void {
  program
    .command('trace')
    .summary('explain where packets go on the host that a script sets up')
    .description('Explains where packets go on the host that a script sets up, and why.')
    .usage(
      '[options] SETUP PACKET... | [options] SETUP --packets FILE | --svg [options] SETUP [PACKET]',
    )
    .argument('<setup>', 'Bash script that sets the host up, or - for standard input')
    .argument('[packet...]', 'packets in words')
    .option('-p, --packets <file>', 'read packets and other requests as JSON, one a line')
    .addOption(listenOption())
    .option('-j, --json', 'answer in JSON, one line each')
    .option('--steps', 'with --json: the steps that led to each fate as well')
    .option('--journey', 'follow each packet, and what answers it, to the end in all namespaces')
    .addOption(nsOption('that sends the packets in words'))
    .option('-a, --all', 'print every step, not only those that matter')
    .addOption(
      new Option('--svg', 'draw the network, and the way of a packet, as an SVG picture').conflicts(
        ['dot', 'json', 'packets', 'all'],
      ),
    )
    .addOption(new Option('--dot', 'the same for Graphviz').conflicts(['json', 'packets', 'all']))
    .addOption(
      new Option('--color <when>', 'colour the text').choices(COLOR_CHOICES).default('auto'),
    )
    .addOption(incompleteOption())
    .addOption(ignoreOption())
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', TRACE_HELP)
    .action(async (setup: string, words: string[], flags: TraceFlags, self: Command) => {
      const { listen, packets: file, json = false, steps = false, all = false, color } = flags;
      const { journey = false, ns } = flags;
      const picture = flags.svg === true ? 'svg' : flags.dot === true ? 'dot' : undefined;
      if (picture === undefined && (file === undefined) === (words.length === 0)) {
        self.error('error: packets are given either in words or with --packets');
      }
      if (setup === '-' && file === '-') {
        self.error('error: only one of SETUP and --packets can be standard input');
      }
      if (ns !== undefined && file !== undefined) {
        self.error('error: --ns goes with packets in words; those of a file have a field ns');
      }
      if (steps && !json) self.error('error: --steps goes with --json; text has its steps anyway');
      const packets = file === undefined ? { words } : { file };
      end(
        await traceCommand(
          {
            setup,
            host: readHostFlags(flags),
            listen,
            packets,
            json,
            steps,
            journey,
            ...(ns === undefined ? {} : { ns }),
            ...(picture === undefined ? {} : { picture }),
            all,
            color,
          },
          terminal,
        ),
      );
    });
}
