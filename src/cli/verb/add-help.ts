import type { Command } from 'commander';
import { nearestWord } from '../../nearest-word.js';

/** Adds `nexthop help`, which prints the help of a command, or of all. */
export function addHelp(program: Command): void {
  program
    .helpCommand(false)
    .command('help')
    .description('print the help of a command')
    .argument('[command]', 'name of the command')
    .helpOption('-h, --help', 'print this help')
    .action((wanted: string | undefined) => {
      if (wanted === undefined) program.help();
      const found = program.commands.find((one) => one.name() === wanted);
      if (found !== undefined) found.help();
      const names = program.commands.map((one) => one.name());
      const nearest = nearestWord(wanted, names);
      const meant = nearest === undefined ? '' : `\n(Did you mean ${nearest}?)`;
      program.error(`error: unknown command '${wanted}'${meant}`);
    });
}
