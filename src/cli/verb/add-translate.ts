import { Option, type Command } from 'commander';
import { translateCommand } from './translate-command.js';
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

const TRANSLATE_HELP = `
RULES is what iptables-save and ip6tables-save print, or one script that sets a host up. What nft -f reads goes to standard output, the proof
to standard error. Rules of no host are compared on a router and on a host that have the devices which the rules name; --on names the script of their own host.
What the packet doesn't decide (a limit, a quota, chance) is taken to go the same way in a rule and in its translation.

Examples:
  nexthop translate rules.v4 rules.v6 > rules.nft
  iptables-save | nexthop translate -
  nexthop translate --on setup.sh rules.v4
  nexthop translate firewall.sh

Exit status: 0 when every packet has the same fate under both; 1 when some have not; 2 for a wrong command line; 3 when nft has nothing for a rule,
which is named with its line: then there is no ruleset.
`;

interface TranslateFlags extends PacketFlags, HostFlags {
  readonly on?: string;
  readonly listen: readonly ListeningSocket[];
  readonly json?: boolean;
  readonly color: ColorChoice;
}

/** Adds `nexthop translate`, which reports its exit status at the end. */
export function addTranslate(
  program: Command,
  terminal: Terminal,
  end: (exit: number) => void,
): void {
  const command = program
    .command('translate')
    .summary('write rules of iptables as rules of nft, and prove them alike')
    .description(
      'Writes a ruleset of iptables as native rules of nft, and proves that every packet fares alike under both.',
    )
    .argument('<rules...>', 'what iptables-save prints, or a script; - for standard input');
  addPacketOptions(command)
    .addOption(
      new Option('--on <setup>', 'Bash script that sets up the host that saved rules are for'),
    )
    .addOption(listenOption())
    .option('-j, --json', 'answer in JSON, in one line')
    .addOption(
      new Option('--color <when>', 'colour the text').choices(COLOR_CHOICES).default('auto'),
    )
    .addOption(incompleteOption())
    .addOption(ignoreOption())
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', TRANSLATE_HELP)
    .action(async (rules: readonly string[], flags: TranslateFlags, self: Command) => {
      if (rules.filter((path) => path === '-').length > 1) {
        self.error('error: only one of RULES can be standard input');
      }
      const { on, listen, json = false, color } = flags;
      const packets = askedPackets(flags);
      const host = readHostFlags(flags);
      end(await translateCommand({ rules, on, host, listen, packets, json, color }, terminal));
    });
}
