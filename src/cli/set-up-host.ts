import { Host } from '../host/host.js';
import { CliError } from './cli-error.js';
import { scriptBounds } from './bound-options.js';
import type { ListeningSocket } from './request.js';
import { runScript } from './script.js';
import { findScriptPlace } from './script-place.js';
import type { Terminal } from './terminal.js';
import { visibleLines } from '../visible-text.js';

/**
 * The host that a set-up script makes, on which sockets listen. What the script prints is not shown, what it complains about is.
 *
 * @throws CliError when the script can't be read, or ends with another exit status than 0
 */
export async function setUpHost(
  path: string,
  terminal: Terminal,
  sockets: readonly ListeningSocket[] = [],
): Promise<Host> {
  const host = await hostFromScript(await terminal.readText(path), path, terminal);
  return sockets.reduce((before, socket) => before.listen(socket), host);
}

/**
 * The host that the text of a set-up script makes.
 *
 * @param path - where the text is from
 * @throws CliError when it ends with another exit status than 0
 */
export async function hostFromScript(
  script: string,
  path: string,
  terminal: Pick<Terminal, 'stderr' | 'cwd' | 'mounts' | 'openFolder' | 'bounds'>,
): Promise<Host> {
  const place = await findScriptPlace(path === '-' ? undefined : path, terminal);
  const { machine, exit, stderr } = await runScript(script, {
    ...place,
    ...scriptBounds(terminal.bounds),
  });
  await terminal.stderr(visibleLines(stderr));
  if (exit !== 0) {
    throw new CliError(`${path}: ended with exit status ${exit}, so there is no host to trace on`);
  }
  return Host.fromMachine(machine);
}
