import { ETHERNET_TRAITS, type KindTraits } from './kind-traits.js';

/** A team as the kernel makes it, without a program that gives it a mode: it takes what its ports receive, and sends nothing. Source: `team_setup`, `team_set_no_mode`. */
export const teamTraits: KindTraits = {
  ...ETHERNET_TRAITS,
  filtersAddresses: true,
  tsoMaxSize: 65536,
  queuesOf: () => 16,
  moves: false,
};
