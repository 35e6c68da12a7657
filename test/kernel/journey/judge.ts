import { journeyDifferences } from '../../journey/journey-differences.js';
import { simulate } from '../../journey/network.js';
import { drawNetwork } from './draw-network.js';
import { playJourneys } from './play.js';

/** What was found of drawn networks. */
export interface Judged {
  readonly networks: number;
  readonly packets: number;
  /** A text for each packet whose journey differs, with the seed of its network. */
  readonly differences: readonly string[];
}

/** Draws networks, and holds what becomes of their packets against the live kernel's. */
export async function judgeNetworks(seeds: readonly number[], packets: number): Promise<Judged> {
  const differences: string[] = [];
  let asked = 0;
  for (const seed of seeds) {
    const { setup, requests } = drawNetwork(seed, packets);
    const played = await playJourneys(setup, requests);
    const simulated = simulate(setup, requests);
    for (const [place, request] of requests.entries()) {
      if (!request.includes('"dst"')) continue;
      asked += 1;
      const found = journeyDifferences(simulated[place] ?? {}, played[place] ?? {});
      if (found.length > 0) differences.push([`seed ${seed}: ${request}`, ...found].join('\n  '));
    }
  }
  return { networks: seeds.length, packets: asked, differences };
}
