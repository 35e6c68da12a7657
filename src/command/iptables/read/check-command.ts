import { assertChainLength } from './chain-name.js';
import { parameterError } from './command-draft.js';
import type { CommandLine } from './command-line.js';
import { OPTION_COMMANDS, RULE_COMMANDS, type BaseOption } from './command-options.js';

/** Checks that the options of a command line go with its commands, and with the chain. @throws XtablesError when they don't */
export function checkCommand(line: CommandLine): void {
  for (const [option, commands] of OPTION_COMMANDS) {
    if (!line.given.has(option)) continue;
    if ([...line.commands].every((command) => commands.includes(command))) continue;
    throw parameterError(`Illegal option \`--${option}' with this command`);
  }
  if (line.chain === undefined) return;
  assertChainLength(line.chain);
  if (!RULE_COMMANDS.some((command) => line.commands.has(command))) return;
  const forbidden = FORBIDDEN_DEVICES.get(line.chain);
  if (forbidden !== undefined && line.given.has(forbidden)) {
    throw parameterError(`Can't use --${forbidden} with ${line.chain}`);
  }
}

/** The device that packets in a chain don't have. */
const FORBIDDEN_DEVICES: ReadonlyMap<string, BaseOption> = new Map<string, BaseOption>([
  ['PREROUTING', 'out-interface'],
  ['INPUT', 'out-interface'],
  ['POSTROUTING', 'in-interface'],
  ['OUTPUT', 'in-interface'],
]);
