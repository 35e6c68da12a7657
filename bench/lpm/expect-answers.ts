import type { StringPeer } from './string-peer.js';

/** Holds the answers of peers to those of the first; throws where one differs. */
export function expectAnswers(peers: readonly StringPeer[], texts: readonly string[]): void {
  const expected = new Int32Array(texts.length);
  peers[0]?.lookupAll(texts, expected);
  const found = new Int32Array(texts.length);
  for (const peer of peers) {
    peer.lookupAll(texts, found);
    const wrong = found.findIndex((answer, at) => {
      const right = expected[at] ?? -1;
      return answer !== (peer.answersOnlyWhether ? Math.min(right, 0) : right);
    });
    if (wrong >= 0) {
      throw new Error(
        `${peer.name}: ${texts[wrong] ?? ''}: ${found[wrong]}, expected ${expected[wrong]}`,
      );
    }
  }
}
