import { assertNever } from '../../src/assert-never.js';
/** A packet as `nexthop trace --packets` reads it; `note` is a remark for the reader of the file. */
export interface PacketLine {
  readonly iif?: string;
  readonly src?: string;
  readonly dst: string;
  readonly protocol?: string | number;
  readonly sport?: number;
  readonly dport?: number;
  readonly mark?: number;
  readonly tos?: number;
  readonly ttl?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly oif?: string;
  readonly length?: number;
  readonly tcpFlags?: string | number;
  readonly icmpType?: number;
  readonly icmpCode?: number;
  readonly icmpId?: number;
  readonly note?: string;
}

/** A socket that waits for packets. */
export interface Listen {
  readonly protocol: string;
  readonly port: number;
  readonly address?: string;
  readonly transparent?: boolean;
}

/** One line of a packets file: they act in order on one evolving host. */
export type Question =
  | { readonly kind: 'run'; readonly run: string }
  /** Lines that one `ip -force -batch` takes from its standard input: thousands of look-ups cost as much as one command. */
  | { readonly kind: 'batch'; readonly batch: readonly string[] }
  | { readonly kind: 'listen'; readonly listen: Listen }
  | { readonly kind: 'packet'; readonly packet: PacketLine }
  /** A packet that is followed through all devices of the host, into tunnels and out of them. */
  | { readonly kind: 'followed'; readonly followed: FollowedPacket };

/** A packet, and how it comes to the device by which it is received. */
export interface FollowedPacket extends PacketLine {
  /** The tunnel device that takes it out of one that comes by `iif`. */
  readonly through?: string;
}

/** The questions of a packets file, in order; blank lines are skipped. */
export function parseQuestions(jsonl: string): Question[] {
  return jsonl
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const read: { run?: string; listen?: Listen } & PacketLine = JSON.parse(line);
      if (read.run !== undefined) return { kind: 'run', run: read.run };
      if (read.listen !== undefined) return { kind: 'listen', listen: read.listen };
      return { kind: 'packet', packet: read };
    });
}

/** The command that takes a batch from its standard input. */
export const BATCH_COMMAND = 'ip -force -batch -';

/** The line that asks a question, without remarks: what the command line tool is given. */
export function printQuestion(question: Question): string {
  switch (question.kind) {
    case 'run':
      return JSON.stringify({ run: question.run });
    case 'batch':
      return JSON.stringify({ run: printBatch(question.batch) });
    case 'listen':
      return JSON.stringify({ listen: question.listen });
    case 'packet': {
      const { note: _, ...packet } = question.packet;
      return JSON.stringify(packet);
    }
    case 'followed':
      return JSON.stringify(question.followed);
    default:
      return assertNever(question);
  }
}

/** A batch as a command for a shell. */
export function printBatch(batch: readonly string[]): string {
  return [`${BATCH_COMMAND} <<'END'`, ...batch, 'END'].join('\n');
}

/**
 * Splits a script into its commands, one a line, here-documents kept with their command. Only for scripts without compound commands that
 * span lines and without variables: then the commands one by one do what the script does.
 */
export function splitCommands(script: string): string[] {
  const commands: string[] = [];
  const lines = script.split('\n');
  for (let at = 0; at < lines.length; at++) {
    let command = lines[at] ?? '';
    if (/^\s*(#|$)/.test(command)) continue;
    while (command.endsWith('\\')) command = `${command}\n${lines[++at] ?? ''}`;
    const word = /<<-?\s*(['"]?)(\w+)\1/.exec(command)?.[2];
    const end =
      word === undefined ? at : lines.findIndex((line, i) => i > at && line.trim() === word);
    commands.push([command, ...lines.slice(at + 1, end + 1)].join('\n'));
    at = Math.max(at, end);
  }
  return commands;
}
