import { is } from 'immutable';
import { expect } from 'vitest';
import { parseRequest } from '../../src/cli/input/request.js';
import { runScript } from '../../src/cli/set-up/script.js';
import { listenAt } from '../../src/cli/set-up/host-at.js';
import { Host } from '../../src/host/host.js';
import type { Packet } from '../../src/packet/packet.js';
import { expectLearnedAsWalked } from './learned.js';
import { printQuestion, type Question } from '../kernel/question.js';

/** What packets have left behind in two hosts: counters, connections, choices. */
function expectSameTraffic(found: Host, expected: Host): void {
  const [a, b] = [found.namespace.traffic, expected.namespace.traffic];
  expect(is(a.choices, b.choices)).toBe(true);
  // Connections are plain objects: only their content is the same.
  if (!is(a, b)) expect(a.delete('choices').toJS()).toEqual(b.delete('choices').toJS());
}

/**
 * Sends packets by the evaluator, one by one by the compiled host, and as a batch; holds fates, counters, connections and choices
 * together. Gives the host after them.
 */
export function expectBothAlike(host: Host, packets: readonly Packet[]): Host {
  for (const family of [4, 6] as const) {
    const own = packets.filter(({ dst }) => dst.family === family);
    if (own.length > 0) host = sendFamily(host, own);
  }
  return host;
}

function sendFamily(host: Host, packets: readonly Packet[]): Host {
  let after = host;
  const sent = packets.map((packet) => {
    const plain = after.send(packet);
    const compiled = after.compile().send(packet);
    expect(compiled).toEqual(plain);
    expect(JSON.stringify(compiled)).toBe(JSON.stringify(plain));
    after = plain.host;
    return { compiled, plain };
  });
  // Not before: the hosts are made when they are asked for, whatever was sent meanwhile.
  for (const { compiled, plain } of sent) expectSameTraffic(compiled.host, plain.host);
  const expected = sent.map(({ plain }) => ({ ...plain }));
  const compiled = host.compile();
  const columns = compiled.packetColumns(packets[0]?.dst.family ?? 4, packets);
  const batch = compiled.sendBatch(columns);
  const found = packets.map((_, at) => compiled.outcomeAt(columns, batch.outcomes, at));
  expect(found).toEqual(expected);
  expectSameTraffic(batch.host, after);
  expectLearnedAsWalked(host, columns);
  return after;
}

/** What Bash would start as it stands: starting it without Bash is quicker. */
const PLAIN = /^(ip|ip6?tables|sysctl)( +[\w./:,=+@!%-]+)*$/;

/** Does what the questions say, packets that follow one another both ways; gives the host after it and how many packets were sent. */
export async function askBoth(
  questions: readonly Question[],
  host = Host.fresh(),
): Promise<{ readonly host: Host; readonly sent: number }> {
  let sent = 0;
  let waiting: Packet[] = [];
  const flush = (): void => {
    host = expectBothAlike(host, waiting);
    sent += waiting.length;
    waiting = [];
  };
  for (const question of questions) {
    if (question.kind === 'batch') continue;
    const request =
      question.kind === 'run' && PLAIN.test(question.run)
        ? undefined
        : parseRequest(printQuestion(question));
    if (request?.kind === 'packet') {
      waiting.push(request.packet);
      continue;
    }
    flush();
    if (request === undefined) {
      if (question.kind === 'run') ({ host } = host.exec(question.run.split(/ +/)));
    } else if (request.kind === 'listen') {
      host = listenAt(host, request.socket);
    } else if (request.kind === 'run') {
      const { machine } = await runScript(request.script, { machine: host.machine });
      host = Host.fromMachine(machine);
    }
  }
  flush();
  return { host, sent };
}
