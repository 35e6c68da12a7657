import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { journeyDifferences } from './journey-differences.js';
import { linesOf, parseRecorded, read, simulate, type Recorded } from './network.js';

const path = (ending: string): string =>
  fileURLToPath(new URL(`picked-ports/masquerade.${ending}`, import.meta.url));

// Recorded by test/kernel/journey/record.py on Linux 6.18.44; iproute2 6.15, iptables 1.8.11.
const requests = linesOf(read(path('jsonl')));
const recorded = linesOf(read(path('expected.jsonl'))).map(parseRecorded);
const answers = simulate(read(path('sh')), requests);
const ASKED = new Set(requests.flatMap((line) => Object.values<unknown>(JSON.parse(line))));

/** The kernel picks a port at random: what can be compared is that it is another one, and of the same kind. */
function withKinds({ journey = [], ...rest }: Recorded): Recorded {
  const kind = (port: number): number =>
    ASKED.has(port) ? port : port < 512 ? 1 : port < 1024 ? 600 : 1024;
  return {
    ...rest,
    journey: journey.map((hop) =>
      hop.kind === 'drop' || hop.sport === undefined || hop.dport === undefined
        ? hop
        : { ...hop, sport: kind(hop.sport), dport: kind(hop.dport) },
    ),
  };
}

it.each(
  requests.flatMap((request, place) => (request.includes('"dst"') ? [{ request, place }] : [])),
)('a source port that another connection has gives way to another one: $request', ({ place }) => {
  const [actual, expected] = [answers[place] ?? {}, recorded[place] ?? {}].map(withKinds);
  expect(journeyDifferences(actual ?? {}, expected ?? {})).toEqual([]);
});

it('a source has the port that it has been given for other destinations too', () => {
  const portTo = (recordings: readonly Recorded[], dport: number): number | undefined => {
    const place = requests.findIndex(
      (line) => line.includes(`"b"`) && line.includes(`"sport":5000,"dport":${dport}`),
    );
    const hop = recordings[place]?.journey?.find(({ ns }) => ns === 'router');
    return hop?.kind === 'transmit' ? hop.sport : undefined;
  };
  for (const one of [recorded, answers]) {
    expect(portTo(one, 53)).not.toBe(5000);
    expect([portTo(one, 54), portTo(one, 55)]).toEqual([portTo(one, 53), portTo(one, 53)]);
  }
});
