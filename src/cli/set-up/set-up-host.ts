import { Host } from '../../host/host.js';
import { printMissing, type Missing } from '../../machine/missing.js';
import type { Machine } from '../../machine/machine.js';
import { CliError, INCOMPLETE_EXIT } from '../terminal/cli-error.js';
import type { HostOptions } from '../option/host-options.js';
import { scriptBounds } from '../option/bound-options.js';
import { listenAll } from './host-at.js';
import type { ListeningSocket } from '../input/request.js';
import { runScript } from './script.js';
import { findScriptPlace } from './script-place.js';
import type { Terminal } from '../terminal/terminal.js';
import { visible, visibleLines } from '../../visible-text.js';

/**
 * The host that a set-up script makes, on which sockets listen. What the script prints is not shown, what it complains about is.
 *
 * @throws CliError when the script can't be read, ends with another exit status than 0, or makes an incomplete host and that isn't accepted
 */
export async function setUpHost(
  path: string,
  terminal: Terminal,
  options: HostOptions,
  sockets: readonly ListeningSocket[] = [],
): Promise<Host> {
  const host = await hostFromScript(await terminal.readText(path), path, terminal, options);
  return listenAll(host, sockets);
}

/**
 * The host that the text of a set-up script makes.
 *
 * @param path - where the text is from
 * @throws CliError when it ends with another exit status than 0, or makes an incomplete host and that isn't accepted
 */
export async function hostFromScript(
  script: string,
  path: string,
  terminal: Pick<Terminal, 'stderr' | 'cwd' | 'mounts' | 'openFolder' | 'bounds'>,
  { incomplete, ignore }: HostOptions,
): Promise<Host> {
  const place = await findScriptPlace(path === '-' ? undefined : path, terminal);
  const { machine, exit, stderr } = await runScript(script, {
    ...place,
    ...scriptBounds(terminal.bounds),
    ignore,
  });
  await terminal.stderr(visibleLines(stderr) + printInert(machine, path));
  const host = Host.fromMachine(machine);
  if (!host.complete && !incomplete) throw incompleteError(path, host.missing);
  if (exit !== 0) {
    throw new CliError(`${path}: ended with exit status ${exit}, so there is no host to trace on`);
  }
  return incomplete ? host.acceptIncomplete() : host;
}

/** The line that notes which programs were carried out as nothing; empty when none was. */
export function printInert({ inert }: Machine, path: string): string {
  if (inert.isEmpty()) return '';
  const names = [...inert].join(', ');
  return `nexthop: ${visible(path)}: carried out as nothing, as it bears on no packet's path: ${names}\n`;
}

/** More are only counted; `missing` in JSON lists them all. */
const SHOWN = 20;

function incompleteError(path: string, missing: readonly Missing[]): CliError {
  const lines = missing.slice(0, SHOWN).map((one) => `  ${visible(printMissing(one))}`);
  const rest = missing.length - lines.length;
  return new CliError(
    [
      `${path}: the host is incomplete, so there is no certain answer about it. What Linux would have done:`,
      ...lines,
      ...(rest > 0 ? [`  and ${rest} more`] : []),
      "--incomplete answers for what is simulated; --ignore NAME leaves out a program that bears on no packet's path.",
    ].join('\n'),
    INCOMPLETE_EXIT,
  );
}
