import type { Map } from 'immutable';
import type { CompiledPath } from '../compile/compiled-path.js';
import { compiledPath, evaluateFlat } from '../compile/compiled-path.js';
import { FlatWalk, NOTHING, type FlatState } from '../compile/flat-walk.js';
import { packetRegisters } from '../evaluate/registers.js';
import type { Namespace } from '../namespace/namespace.js';
import { ZERO_COUNTER, type Counter } from '../namespace/traffic.js';
import type { Packet } from '../packet/packet.js';
import { programOf, sharePrograms } from './program-of.js';
import { TRAFFIC_KEYS, type Sent } from './send-packet.js';

/**
 * Sends one packet through a namespace's compiled path: what `sendPacket` does, by other means.
 *
 * @throws RangeError when the packet names a device that isn't there
 */
export function sendCompiled(namespace: Namespace, packet: Packet): Sent {
  const path = compiledPath(programOf(namespace, packet.dst.family));
  const program = packet.iif === undefined ? path.output : path.input;
  const walk = new FlatWalk(program, flatState(namespace, path));
  const evaluation = evaluateFlat(walk, packetRegisters(packet, namespace));
  return { evaluation, namespace: withTraffic(namespace, path, [walk]) };
}

/** What the traffic so far means to the packets that follow. */
export function flatState({ traffic }: Namespace, { memories, program }: CompiledPath): FlatState {
  return {
    remembered: Int32Array.from(memories, (key) => traffic.choices.get(key) ?? NOTHING),
    connections: traffic[TRAFFIC_KEYS[program.family].connections],
  };
}

/** The namespace after what walks with one state have left behind. */
export function withTraffic(
  namespace: Namespace,
  { memories, program: { family } }: CompiledPath,
  walks: readonly [FlatWalk, ...FlatWalk[]],
): Namespace {
  const kept = TRAFFIC_KEYS[family];
  const { traffic } = namespace;
  const [{ state }] = walks;
  const after = namespace.set(
    'traffic',
    traffic.merge({
      [kept.counters]: walks.reduce(withCounts, traffic[kept.counters]),
      choices: withChoices(traffic.choices, memories, state),
      [kept.connections]: state.connections,
    }),
  );
  sharePrograms(namespace, after);
  return after;
}

function withCounts(counters: Map<number, Counter>, walk: FlatWalk): Map<number, Counter> {
  return counters.withMutations((changed) => {
    for (const [number, id] of walk.program.counters.entries()) {
      const packets = walk.packets[number] ?? 0;
      if (packets === 0) continue;
      const before = changed.get(id) ?? ZERO_COUNTER;
      const bytes = before.bytes + (walk.bytes[number] ?? 0);
      changed.set(id, { packets: before.packets + packets, bytes });
    }
  });
}

function withChoices(
  choices: Map<object, number>,
  memories: readonly object[],
  { remembered }: FlatState,
): Map<object, number> {
  return choices.withMutations((changed) => {
    for (const [number, key] of memories.entries()) {
      const state = remembered[number] ?? NOTHING;
      if (state !== NOTHING) changed.set(key, state);
    }
  });
}
