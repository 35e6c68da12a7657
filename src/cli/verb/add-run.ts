import type { Command } from 'commander';
import { ignoreOption } from '../option/host-options.js';
import { runCommand } from './run-command.js';
import type { Terminal } from '../terminal/terminal.js';

const RUN_HELP = `
The host has only lo, which is down, as in a new network namespace.

Examples:
  nexthop run setup.sh
  nexthop run setup.sh eth0 192.0.2.1
  nexthop run -c 'ip link set lo up; ip addr'
  echo 'ip rule' | nexthop run -
`;

interface RunFlags {
  readonly commands?: string;
  readonly stdin?: boolean;
  readonly ignore: readonly string[];
}

/** Adds `nexthop run`, which reports its exit status at the end. */
export function addRun(program: Command, terminal: Terminal, end: (exit: number) => void): void {
  program
    .command('run')
    .summary('run a Bash script on a fresh simulated host')
    .description(
      'Runs a Bash script on a fresh simulated host. Output and exit status are those of the script.',
    )
    .usage('[--stdin] SCRIPT [ARG...] | [--stdin] -c COMMANDS [NAME [ARG...]] | -')
    .argument('[script]', 'file that holds the script, or - for standard input')
    .argument('[args...]', 'arguments of the script')
    .option('-c, --commands <commands>', 'run these commands')
    .option('--stdin', 'give standard input to the script (a file always is, a pipe on request)')
    .addOption(ignoreOption())
    .helpOption('-h, --help', 'print this help')
    .passThroughOptions()
    .addHelpText('after', RUN_HELP)
    .action(
      async (script: string | undefined, args: string[], options: RunFlags, self: Command) => {
        if (script === undefined && options.commands === undefined) {
          self.error('error: nothing to run: name a script, or give commands with -c');
        }
        const words = script === undefined ? [] : [script, ...args];
        const { commands, stdin = false, ignore } = options;
        end(await runCommand({ commands, words, stdin, ignore }, terminal));
      },
    );
}
