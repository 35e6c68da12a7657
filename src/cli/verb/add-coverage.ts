import type { Command } from 'commander';
import { coverageCommand } from './coverage-command.js';
import {
  ignoreOption,
  incompleteOption,
  readHostFlags,
  type HostFlags,
} from '../option/host-options.js';
import { nsOption } from '../option/ns-option.js';
import type { Terminal } from '../terminal/terminal.js';

const COVERAGE_HELP = `
Rules and routes are quoted as they were written; those that the kernel makes by itself are not counted. The packets are sent one after the
other: each finds connections and counters as the one before left them. PACKET is as for nexthop trace. What counts are the rules and routes of one
network namespace: the first one, or that which --ns names.

Examples:
  nexthop coverage setup.sh tcp to 203.0.113.9:25
  nexthop coverage setup.sh --packets packets.jsonl --classes

Exit status: 0 when every rule and route was met; 1 when some were not, or a line is no packet; 2 for a wrong command line.
`;

interface CoverageFlags extends HostFlags {
  readonly packets?: string;
  readonly classes?: boolean;
  readonly ns?: string;
  readonly json?: boolean;
}

/** Adds `nexthop coverage`, which reports its exit status at the end. */
export function addCoverage(
  program: Command,
  terminal: Terminal,
  end: (exit: number) => void,
): void {
  program
    .command('coverage')
    .summary('report which rules and routes some packets exercise')
    .description(
      'Reports which rules and routes of the host that a script sets up some packets exercise, and which they leave.',
    )
    .usage('[options] SETUP PACKET... | [options] SETUP --packets FILE')
    .argument('<setup>', 'Bash script that sets the host up, or - for standard input')
    .argument('[packet...]', 'packets in words')
    .option('-p, --packets <file>', 'read packets as JSON, one a line')
    .addOption(nsOption('that the packets are sent from, or arrive in'))
    .option('-c, --classes', 'behaviour classes too, which takes time')
    .option('-j, --json', 'answer in JSON, one line for each rule, route and class')
    .addOption(incompleteOption())
    .addOption(ignoreOption())
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', COVERAGE_HELP)
    .action(async (setup: string, words: string[], flags: CoverageFlags, self: Command) => {
      const { packets: file, classes = false, json = false } = flags;
      if ((file === undefined) === (words.length === 0)) {
        self.error('error: packets are given either in words or with --packets');
      }
      if (setup === '-' && file === '-') {
        self.error('error: only one of SETUP and --packets can be standard input');
      }
      const ns = flags.ns === undefined ? {} : { ns: flags.ns };
      const packets = file === undefined ? { words } : { file };
      end(
        await coverageCommand(
          { setup, host: readHostFlags(flags), packets, classes, ...ns, json },
          terminal,
        ),
      );
    });
}
