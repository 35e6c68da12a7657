import { newWireguard } from '../../../../namespace/wireguard/wireguard.js';
import type { KindWords } from './kind-words.js';

/** A WireGuard device has no words of its own: wg(8) configures it. */
export const wireguardWords: KindWords = {
  kind: 'wireguard',
  wordless: true,
  read: () => ({
    settle: ({ here }) => ({ settings: { kind: 'wireguard', ...newWireguard(here) } }),
  }),
};
