import { Host } from '../../host/host.js';
import { acceptedMissing, IncompleteHostError } from '../../host/incomplete-host-error.js';
import { ROOT_NAMESPACE } from '../../machine/machine.js';
import { UnknownName } from '../../unknown-name.js';
import type { ListeningSocket } from '../input/request.js';
import { CliError, INCOMPLETE_EXIT, USAGE_EXIT } from '../terminal/cli-error.js';
import type { Terminal } from '../terminal/terminal.js';
import { visible } from '../../visible-text.js';

/** The host that a namespace is; the first one without a name. @throws UnknownName when there is none of that name */
export function hostAt(host: Host, ns: string | undefined): Host {
  if (ns === undefined) return host;
  const names = [...host.machine.namespaces.keys()].filter((name) => name !== ROOT_NAMESPACE);
  if (!names.includes(ns)) throw new UnknownName('network namespace', ns, names);
  return Host.fromMachine(host.machine, ns);
}

/** The host that `--ns` names. @throws CliError when there is none, or it is incomplete */
export function namedHost(host: Host, ns: string | undefined): Host {
  try {
    acceptedMissing(host.machine);
    return hostAt(host, ns);
  } catch (error) {
    if (error instanceof IncompleteHostError) throw new CliError(error.message, INCOMPLETE_EXIT);
    if (error instanceof UnknownName) throw new CliError(`--ns: ${error.message}`, USAGE_EXIT);
    throw error;
  }
}

/**
 * The host that `--ns` names, for what looks at one host alone: where it is left out, a line on standard error names the hosts that are not looked at.
 *
 * @throws CliError as {@link namedHost}
 */
export async function onlyHost(
  host: Host,
  ns: string | undefined,
  terminal: Pick<Terminal, 'stderr'>,
): Promise<Host> {
  const others = [...host.machine.namespaces.keys()].filter((name) => name !== ROOT_NAMESPACE);
  if (ns === undefined && others.length > 0) {
    const names = visible(others.join(', '));
    await terminal.stderr(
      `nexthop: only the first namespace is looked at; --ns names another: ${names}\n`,
    );
  }
  return namedHost(host, ns);
}

/** The host with a socket that listens in its namespace. @throws UnknownName when there is no such namespace */
export function listenAt(host: Host, { ns, ...socket }: ListeningSocket): Host {
  const { machine } = hostAt(host, ns).listen(socket);
  return Host.fromMachine(machine, host.namespaceName);
}

/**
 * The host with all sockets that its user named.
 *
 * @throws CliError when there is no such namespace
 */
export function listenAll(host: Host, sockets: readonly ListeningSocket[]): Host {
  try {
    return sockets.reduce((before, socket) => listenAt(before, socket), host);
  } catch (error) {
    if (error instanceof UnknownName) throw new CliError(`--listen: ${error.message}`);
    throw error;
  }
}
