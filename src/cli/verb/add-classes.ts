import { Option, type Command } from 'commander';
import { classesCommand } from './classes-command.js';
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

const CLASSES_HELP = `
No two classes share a packet, and together they have every packet that there can be. Each is described by what becomes of its packets, by
which packets they are (prefixes, ranges, masks), by how many, and by one of them.

Examples:
  nexthop classes setup.sh
  nexthop classes setup.sh -4 --received --json
  nexthop classes network.sh --ns client --journey --sent
`;

interface ClassesFlags extends PacketFlags, DivisionFlags, HostFlags {
  readonly listen: readonly ListeningSocket[];
  readonly json?: boolean;
  readonly color: ColorChoice;
}

/** Adds `nexthop classes`, which reports its exit status at the end. */
export function addClasses(
  program: Command,
  terminal: Terminal,
  end: (exit: number) => void,
): void {
  const command = program
    .command('classes')
    .summary('divide all packets by what becomes of them')
    .description('Divides all packets by what becomes of them on the host that a script sets up.')
    .argument('<setup>', 'Bash script that sets the host up, or - for standard input');
  addDivisionOptions(command)
    .addOption(listenOption())
    .option('-j, --json', 'answer in JSON, one line for each class')
    .addOption(
      new Option('--color <when>', 'colour the text').choices(COLOR_CHOICES).default('auto'),
    )
    .addOption(incompleteOption())
    .addOption(ignoreOption())
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', CLASSES_HELP)
    .action(async (setup: string, flags: ClassesFlags) => {
      const { listen, journey = false, json = false, color } = flags;
      const ns = flags.ns === undefined ? {} : { ns: flags.ns };
      const options = askedPackets(flags);
      const host = readHostFlags(flags);
      end(
        await classesCommand(
          { setup, host, listen, ...ns, journey, options, json, color },
          terminal,
        ),
      );
    });
}
