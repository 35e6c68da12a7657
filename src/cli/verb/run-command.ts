import { scriptBounds } from '../option/bound-options.js';
import { printInert } from '../set-up/set-up-host.js';
import { runScript } from '../set-up/script.js';
import { findScriptPlace } from '../set-up/script-place.js';
import type { Terminal } from '../terminal/terminal.js';

/** What `nexthop run` is asked to do. */
export interface RunRequest {
  /** Commands given with -c; undefined when a script is named. */
  readonly commands: string | undefined;
  /** The script and its arguments; with -c, the script's name and its arguments, as Bash has it. */
  readonly words: readonly string[];
  /** Hand standard input to the script, whatever it is. */
  readonly stdin: boolean;
  /** Programs that are carried out as nothing. */
  readonly ignore: readonly string[];
}

/** Runs a script on a fresh host, lets its output through and gives its exit status. */
export async function runCommand(request: RunRequest, terminal: Terminal): Promise<number> {
  const { commands, ignore } = request;
  const [first = '-', ...args] = request.words;
  const script = commands ?? (await terminal.readText(first));
  const readsStdin =
    (commands !== undefined || first !== '-') && (request.stdin || terminal.stdinIsFile);
  const isFile = commands === undefined && first !== '-';
  const place = await findScriptPlace(isFile ? first : undefined, terminal);
  const result = await runScript(script, {
    ...place,
    ...scriptBounds(terminal.bounds),
    args,
    ignore,
    ...(isFile || first === '-' ? {} : { name: first }),
    stdin: readsStdin ? await terminal.readText('-') : '',
  });
  await terminal.stdout(result.stdout);
  await terminal.stderr(result.stderr + printInert(result.machine, first));
  return result.exit;
}
