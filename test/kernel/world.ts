import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { FollowedPacket, Listen, PacketLine } from './question.js';
import type { KernelWhy } from './why/kernel-why.js';
import { lendTracing } from './why/lend-tracing.js';

/** What a command or a script did. */
export interface Ran {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A packet that was seen leaving by a device (after POSTROUTING) or delivered (after INPUT). */
export interface Seen {
  readonly dev: string;
  readonly src: string;
  readonly dst: string;
  readonly mark: number;
  readonly tos: number;
  readonly ttl: number;
  readonly dport?: number;
  /** Of a packet that was followed. */
  readonly protocol?: number;
  /** The neighbour to whose link-layer address it was sent, when the world answered for that neighbour. */
  readonly nexthop?: string;
  /** The link-layer address, when the script itself had set it. */
  readonly lladdr?: string;
}

/** A packet that the kernel made by itself: an ICMP error, a reset. */
export interface Reply {
  readonly dst: string;
  readonly icmpType?: number;
  readonly icmpCode?: number;
  readonly tcpFlags?: number;
}

/** All that came of one packet; absent lists are empty. */
export interface Observation {
  /** Name of the errno that the sender's call returned. */
  readonly error?: string;
  readonly out?: readonly Seen[];
  readonly in?: readonly Seen[];
  /** Packets that the kernel made in answer: they were swallowed before any chain saw them. */
  readonly replies?: readonly Reply[];
  /** What the kernel itself reports of its path; absent where that was not asked for. */
  readonly why?: KernelWhy;
}

/** What a world is made for. */
export interface WorldOptions {
  /** It reports of each packet why it fared so, where the kernel is this machine's; false by default. */
  readonly why?: boolean;
}

/** One throwaway network namespace of the live kernel, with everything in it. */
export interface World {
  /** Runs a whole Bash script, as `bash setup.sh` would. */
  readonly script: (text: string) => Promise<Ran>;
  /** Runs one command line. */
  readonly run: (command: string) => Promise<Ran>;
  /** Runs lines of `ip` as one batch, going on after those that fail. */
  readonly batch: (lines: readonly string[]) => Promise<Ran>;
  /** Opens a socket that stays open. */
  readonly listen: (listen: Listen) => Promise<void>;
  /** Forgets every connection, so that the next packet is the first of its own. */
  readonly forget: () => Promise<void>;
  /** Sends one real packet. */
  readonly send: (packet: PacketLine) => Promise<Observation>;
  /** The same, with what becomes of it in the devices of the host. */
  readonly follow: (packet: FollowedPacket) => Promise<Observation>;
  /** Ends the world; resolves when nothing of it is left. */
  readonly close: () => Promise<void>;
}

const AGENT = fileURLToPath(new URL('agent/main.py', import.meta.url));
const PYTHON = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';
const ATTACH = fileURLToPath(new URL('vm/attach.py', import.meta.url));
/** The socket of a guest with another kernel, in which worlds are made in the place of this machine's (`vm/vm.sh`). */
export const VM = process.env['NEXTHOP_VM'];

/** Makes a world; rejects with the reason where the machine does not allow it (no root, no Linux, a tool missing). */
export async function openWorld({ why = false }: WorldOptions = {}): Promise<World> {
  if (process.platform !== 'linux') throw new Error(`this is ${process.platform}, not Linux`);
  if (process.getuid?.() !== 0) throw new Error('not root');
  const tracing = why && VM === undefined ? lendTracing() : undefined;
  const attach = VM === undefined ? [] : [ATTACH, VM, PYTHON];
  const traced = tracing === undefined ? [] : [tracing.name];
  const words = [...attach, '-B', '-E', '-S', AGENT, ...traced];
  const agent = spawn(PYTHON, words, { stdio: ['pipe', 'pipe', 'pipe'] });
  const waiting: { resolve: (line: string) => void; reject: (reason: Error) => void }[] = [];
  let complaint = '';
  agent.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  createInterface(agent.stdout).on('line', (line) => waiting.shift()?.resolve(line));
  const ended = new Promise<void>((resolve) => {
    const end = (reason: string): void => {
      for (const { reject } of waiting.splice(0)) reject(new Error(`the world ended: ${reason}`));
      tracing?.giveBack();
      resolve();
    };
    agent.on('error', (error) => end(error.message));
    agent.on('close', () => end(complaint.trim().split('\n').at(-1) ?? ''));
  });
  const answer = (): Promise<string> =>
    new Promise((resolve, reject) => waiting.push({ resolve, reject }));
  const ask = async <Answer>(question: object): Promise<Answer> => {
    const line = answer();
    agent.stdin.write(`${JSON.stringify(question)}\n`);
    const parsed: Answer & { failed?: string } = JSON.parse(await line);
    if (parsed.failed !== undefined)
      throw new Error(`${parsed.failed} (${JSON.stringify(question)})`);
    return parsed;
  };
  agent.stdin.on('error', () => undefined); // the end of the process says more
  await answer();
  return {
    script: (text) => ask({ script: text }),
    run: (command) => ask({ run: command }),
    batch: (lines) => ask({ batch: lines }),
    listen: async (listen) => {
      await ask({ listen });
    },
    forget: async () => {
      await ask({ forget: true });
    },
    send: (packet) => ask(packet),
    follow: (followed) => ask({ followed }),
    close: () => {
      agent.stdin.end();
      return ended;
    },
  };
}
