import { assertNever } from '../assert-never.js';
import type { TraceStep } from '../host/explanation.js';
import { Host } from '../host/host.js';
import type { Outcome } from '../host/outcome.js';
import type { Packet } from '../packet/packet.js';
import type { ListeningSocket, Request } from './request.js';
import { runScript } from './script.js';

/** A packet's fate; with its steps when they were asked for. */
export type PacketAnswer = Outcome & { readonly steps?: readonly TraceStep[] };

/** What commands printed, and their exit status. */
export interface CommandAnswer {
  readonly kind: 'command';
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A socket listens. */
export interface ListenAnswer extends ListeningSocket {
  readonly kind: 'listen';
}

/** A line that can't be answered: what is wrong with it. */
export interface InvalidAnswer {
  readonly kind: 'invalid';
  readonly message: string;
  /** Line in the input, from 1. */
  readonly line: number;
}

/** What an input line is answered by. */
export type Answer = PacketAnswer | CommandAnswer | ListenAnswer | InvalidAnswer;

/** What was asked, the answer, and the host after it. */
export type Answered = { readonly host: Host } & (
  | { readonly kind: 'packet'; readonly packet: Packet; readonly answer: PacketAnswer }
  | { readonly kind: 'run'; readonly script: string; readonly answer: CommandAnswer }
  | { readonly kind: 'listen'; readonly answer: ListenAnswer }
);

/** Does what was asked for. @throws RangeError when a packet names what the host doesn't have */
export async function answerRequest(
  host: Host,
  request: Request,
  withSteps: boolean,
): Promise<Answered> {
  switch (request.kind) {
    case 'packet': {
      const sent = host.send(request.packet);
      const answer = withSteps ? { ...sent, steps: host.explain(request.packet).steps } : sent;
      return { ...request, answer, host: sent.host };
    }
    case 'run': {
      const { exit, stdout, stderr, machine } = await runScript(request.script, {
        machine: host.machine,
      });
      return {
        ...request,
        answer: { kind: 'command', exit, stdout, stderr },
        host: Host.fromMachine(machine),
      };
    }
    case 'listen':
      return {
        kind: 'listen',
        answer: { kind: 'listen', ...request.socket },
        host: host.listen(request.socket),
      };
    default:
      return assertNever(request);
  }
}
