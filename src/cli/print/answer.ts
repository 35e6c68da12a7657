import { assertNever } from '../../assert-never.js';
import type { Bounds } from '../../bound.js';
import type { TraceStep } from '../../host/explanation.js';
import type { ExplainedLeg } from '../../host/explain-journey.js';
import { Host } from '../../host/host.js';
import { carryMissing } from '../../host/incomplete-host-error.js';
import type { Outcome } from '../../host/outcome.js';
import type { Journey } from '../../journey/journey.js';
import type { Missing } from '../../machine/missing.js';
import type { Packet } from '../../packet/packet.js';
import { scriptBounds } from '../option/bound-options.js';
import type { HostOptions } from '../option/host-options.js';
import type { ListeningSocket, Request } from '../input/request.js';
import { hostAt, listenAt } from '../set-up/host-at.js';
import { runScript } from '../set-up/script.js';

/** A packet's fate; with its steps, and its journey to the end, when they were asked for. */
export type PacketAnswer = Outcome & {
  readonly steps?: readonly TraceStep[];
  readonly legs?: readonly ExplainedLeg[];
} & Partial<Journey>;

/** What commands printed, and their exit status. */
export interface CommandAnswer {
  readonly kind: 'command';
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What the host lacks after them; absent when it lacks nothing. */
  readonly missing?: readonly Missing[];
}

/** A socket listens. */
export interface ListenAnswer extends ListeningSocket {
  readonly kind: 'listen';
  /** What the host lacks; absent when it lacks nothing. */
  readonly missing?: readonly Missing[];
}

/** A packet that is not answered about, as commands before it made the host incomplete. */
export interface IncompleteAnswer {
  readonly kind: 'incomplete';
  readonly message: string;
  /** Line in the input, from 1. */
  readonly line: number;
  readonly missing: readonly Missing[];
}

/** A line that can't be answered: what is wrong with it. */
export interface InvalidAnswer {
  readonly kind: 'invalid';
  readonly message: string;
  /** Line in the input, from 1. */
  readonly line: number;
}

/** What an input line is answered by. */
export type Answer = PacketAnswer | CommandAnswer | ListenAnswer | IncompleteAnswer | InvalidAnswer;

/** What was asked, the answer, and the host after it. */
export type Answered = { readonly host: Host } & (
  | {
      readonly kind: 'packet';
      readonly packet: Packet;
      readonly ns?: string;
      readonly answer: PacketAnswer;
    }
  | { readonly kind: 'run'; readonly script: string; readonly answer: CommandAnswer }
  | { readonly kind: 'listen'; readonly answer: ListenAnswer }
);

/** What answers are made with. */
export interface AnswerOptions extends Pick<HostOptions, 'ignore'> {
  /** A packet's answer has its steps. */
  readonly withSteps: boolean;
  /** A packet's answer has its journey. */
  readonly withJourney?: boolean;
  /** What an answer may take. */
  readonly bounds?: Bounds;
}

/** The steps of a packet's walk; where it is followed, those of each walk as well. */
function explained(
  sender: Host,
  packet: Packet,
  follow: boolean,
  bounds: Bounds,
): Pick<PacketAnswer, 'steps' | 'legs'> {
  if (!follow) return { steps: sender.explain(packet, bounds).steps };
  const { steps, legs } = sender.explain(packet, { ...bounds, follow: true });
  return { steps, legs };
}

/**
 * Does what was asked for.
 *
 * @throws RangeError when a packet names what the host doesn't have
 * @throws IncompleteHostError when a packet is asked about on an incomplete host and that wasn't accepted
 */
export async function answerRequest(
  host: Host,
  request: Request,
  { withSteps, withJourney = false, ignore, bounds = {} }: AnswerOptions,
): Promise<Answered> {
  switch (request.kind) {
    case 'packet': {
      const { packet, ns } = request;
      const sender = hostAt(host, ns);
      const sent = sender.send(packet, bounds);
      const steps = withSteps ? explained(sender, packet, withJourney, bounds) : {};
      if (!withJourney) {
        const after = Host.fromMachine(sent.host.machine);
        return { ...request, answer: { ...sent, ...steps }, host: after };
      }
      const { host: after, ...journey } = sender.journey(packet, bounds);
      const answer = { ...sent, ...steps, ...journey };
      return { ...request, answer, host: Host.fromMachine(after.machine) };
    }
    case 'run': {
      const { exit, stdout, stderr, machine } = await runScript(request.script, {
        ...scriptBounds(bounds),
        machine: host.machine,
        ignore,
      });
      const after = Host.fromMachine(machine);
      const answer = carryMissing(
        { kind: 'command', exit, stdout, stderr } as const,
        after.missing,
      );
      return { ...request, answer, host: after };
    }
    case 'listen':
      return {
        kind: 'listen',
        answer: carryMissing({ kind: 'listen', ...request.socket } as const, host.missing),
        host: listenAt(host, request.socket),
      };
    default:
      return assertNever(request);
  }
}
