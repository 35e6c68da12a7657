import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseRequest } from '../../src/cli/input/request.js';
import { listenAt } from '../../src/cli/set-up/host-at.js';
import { Host } from '../../src/host/host.js';
import type { Journey } from '../../src/journey/journey.js';

/** A network of namespaces, what is asked of it, and what the kernel's packets did. */
export interface Network {
  readonly name: string;
  /** Where its script is, and its requests. */
  readonly setup: string;
  readonly requests: string;
  /** Where the kernel's answers are kept. */
  readonly recording: string;
}

/** What a line of requests is answered by; a command and a socket that listens have no journey. */
export type Recorded = Partial<Pick<Journey, 'journey' | 'sender'>>;

const FOLDER = new URL('networks/', import.meta.url);

/**
 * The networks that were recorded, by name.
 *
 * @param which - those of the reference kernel, or of the one of the virtual machine, which has other kinds of device; of these, those with WireGuard have scripts
 *   of Bash, for their keys
 */
export function readNetworks(which: 'reference' | 'vm' | 'wireguard'): Network[] {
  const folder = which === 'reference' ? FOLDER : new URL(`${which}/`, FOLDER);
  return readdirSync(folder)
    .flatMap((file) => /^(.*)\.sh$/.exec(file)?.[1] ?? [])
    .toSorted()
    .map((name) => ({
      name,
      setup: fileURLToPath(new URL(`${name}.sh`, folder)),
      requests: fileURLToPath(new URL(`${name}.jsonl`, folder)),
      recording: fileURLToPath(new URL(`${name}.expected.jsonl`, folder)),
    }));
}

/** The lines of a text, without the last line end. */
export function linesOf(text: string): string[] {
  return text.trimEnd().split('\n');
}

/** Reads one answer of the kernel. */
export function parseRecorded(line: string): Recorded {
  return JSON.parse(line);
}

/** What the simulation answers to the requests on the host that plain commands make. */
export function simulate(setup: string, requests: readonly string[]): Recorded[] {
  return simulateOn(Host.fromCommands(setup), requests);
}

/** What it answers on a host. */
export function simulateOn(made: Host, requests: readonly string[]): Recorded[] {
  let host = made;
  return requests.map((line) => {
    // How long the recorder waits is no part of the request.
    const { wait: _, ...asked }: Record<string, unknown> = JSON.parse(line);
    const request = parseRequest(JSON.stringify(asked));
    if (request.kind === 'run') {
      host = host.run(request.script);
      return {};
    }
    if (request.kind === 'listen') {
      host = listenAt(host, request.socket);
      return {};
    }
    const at = Host.fromMachine(host.machine, request.ns);
    const { journey, sender, host: after } = at.journey(request.packet);
    host = Host.fromMachine(after.machine);
    return { journey, sender };
  });
}

/** Reads a file of a network. */
export function read(path: string): string {
  return readFileSync(path, 'utf8');
}
