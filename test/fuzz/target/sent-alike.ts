import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import type { Family, Host, Outcome, Packet } from 'nexthop';
import { packetsFor } from 'nexthop/fast-check';
import { plain } from '../../../src/trace/paint.js';
import { printTrace } from '../../../src/trace/print-trace.js';
import { hold } from '../target.js';

const PACKETS = 4;
/** All that could move a cursor or hide a word, but for the ends of lines. */
const HIDDEN = /(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

/** Sends packets one after the other, and checks that each form of the path ends alike. Returns how. */
export function sendAlike(start: Host, family: Family): readonly Outcome[] {
  const packets = fc.sample(packetsFor(start, family), { seed: 1, numRuns: PACKETS });
  let host = start;
  const outcomes = packets.map((packet) => {
    const sent = host.send(packet);
    const compiled = host.compile().send(packet);
    hold(
      isDeepStrictEqual(compiled, sent),
      'a compiled host answers alike',
      packet,
      sent,
      compiled,
    );
    const explanation = host.explain(packet);
    const { outcome } = explanation;
    hold(
      isDeepStrictEqual(outcome, { ...sent }),
      'an explanation ends alike',
      packet,
      sent,
      outcome,
    );
    holdJourney(host, packet);
    const text = printTrace(explanation, { all: true, paint: plain });
    hold(!HIDDEN.test(text), 'an explanation hides nothing', packet, text);
    ({ host } = sent);
    return outcome;
  });
  const compiled = start.compile();
  const columns = compiled.packetColumns(family, packets);
  const { outcomes: rows } = compiled.sendBatch(columns);
  const batch = packets.map((_, at) => compiled.outcomeAt(columns, rows, at));
  hold(isDeepStrictEqual(batch, outcomes), 'a batch answers alike', packets, outcomes, batch);
  return outcomes;
}

/** Checks that a packet's journey is one: its packets have numbers in order, each has a beginning, and the sender learns of it. */
function holdJourney(host: Host, packet: Packet): void {
  const { journey, sender } = host.journey(packet);
  hold(journey.length > 0, 'a journey has a beginning', packet);
  const numbers = [...new Set(journey.map((hop) => hop.packet))].toSorted((a, b) => a - b);
  hold(
    numbers.every((number, at) => number === at),
    'packets of a journey are numbered in order',
    packet,
    journey,
  );
  const again = host.journey(packet);
  hold(isDeepStrictEqual(again.journey, journey), 'a journey is the same again', packet, journey);
  hold(isDeepStrictEqual(again.sender, sender), 'its sender learns the same', packet, sender);
}
