import type { Command, CommandContext, CommandResult } from '../command.js';
import { Refusal } from '../refusal.js';
import { refuse, resultOf, succeed } from '../result.js';
import { makeKey, makePublicKey } from './make-key.js';
import { setConfig, setWords } from './set.js';
import { show, showconf } from './show.js';
import { WG_USAGE, WG_VERSION } from './usage.js';

/** `wg`, of wireguard-tools 1.0.20210914. Source: wg(8). */
export const wgCommand: Command = (context) => {
  let warnings = '';
  const warn = (line: string): void => void (warnings += `${line}\n`);
  const result = orRefusal(context, () => run(context, warn));
  return { ...result, stderr: warnings + result.stderr };
};

function orRefusal(context: CommandContext, work: () => CommandResult): CommandResult {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return resultOf(error, context);
  }
}

function run(context: CommandContext, warn: (line: string) => void): CommandResult {
  const [command, ...words] = context.argv;
  const isAlone = words.length === 0;
  if (command === undefined) return show(context, []);
  if (isAlone && VERSIONS.has(command)) return succeed(context.machine, WG_VERSION);
  if (isAlone && HELP.has(command)) return succeed(context.machine, WG_USAGE);
  switch (command) {
    case 'show':
      return show(context, words);
    case 'showconf':
      return showconf(context, words);
    case 'set':
      return setWords(context, words, warn);
    case 'setconf':
    case 'addconf':
    case 'syncconf':
      return setConfig(context, command, words, warn);
    case 'genkey':
    case 'genpsk':
      return makeKey(context, command, words);
    case 'pubkey':
      return makePublicKey(context, words);
    default:
      return refuse(context, 1, `Invalid subcommand: \`${command}'\n${WG_USAGE}`);
  }
}

const VERSIONS: ReadonlySet<string> = new Set(['-v', '--version', 'version']);
const HELP: ReadonlySet<string> = new Set(['-h', '--help', 'help']);
