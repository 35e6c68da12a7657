import { journeyDifferences } from '../../journey/journey-differences.js';
import { simulate } from '../../journey/network.js';
import { drawNetwork, type DrawnNetwork } from './draw-network.js';
import { playJourneys } from './play.js';

/** What was found of drawn networks. */
export interface Judged {
  readonly networks: number;
  readonly packets: number;
  /** A text for each packet whose journey differs, with the seed of its network. */
  readonly differences: readonly string[];
}

/**
 * Draws networks, and holds what becomes of their packets against the live kernel's. A network in which something differs is played again: what is late on a
 * busy machine, or sent once more, is not late again.
 */
export async function judgeNetworks(seeds: readonly number[], packets: number): Promise<Judged> {
  const differences: string[] = [];
  let asked = 0;
  for (const seed of seeds) {
    const network = drawNetwork(seed, packets);
    asked += network.requests.filter((request) => request.includes('"dst"')).length;
    const once = await differencesOf(network);
    const twice = once.size > 0 ? await differencesOf(network) : once;
    for (const [request, found] of twice) {
      if (once.has(request)) differences.push([`seed ${seed}: ${request}`, ...found].join('\n  '));
    }
  }
  return { networks: seeds.length, packets: asked, differences };
}

/** How the journeys of a network differ, by request. */
async function differencesOf({
  setup,
  requests,
}: DrawnNetwork): Promise<ReadonlyMap<string, readonly string[]>> {
  const played = await playJourneys(setup, requests);
  const simulated = simulate(setup, requests);
  return new Map(
    requests.flatMap((request, place) => {
      if (!request.includes('"dst"')) return [];
      const found = journeyDifferences(simulated[place] ?? {}, played[place] ?? {});
      return found.length > 0 ? [[request, found] as const] : [];
    }),
  );
}
