import type { Map } from 'immutable';
import type { CompiledPath } from '../compile/compiled-path.js';
import { compiledPath, evaluateFlat } from '../compile/compiled-path.js';
import type { FlatProgram } from '../compile/flat-program.js';
import { FlatWalk, NOTHING, type FlatState } from '../compile/flat-walk.js';
import type { Evaluation } from '../evaluate/evaluate.js';
import { packetRegisters } from '../evaluate/registers.js';
import { keepersOf, keptBy } from '../evaluate/keepers.js';
import type { Namespace } from '../namespace/namespace.js';
import { ZERO_COUNTER, type Counter } from '../namespace/traffic/traffic.js';
import type { Packet } from '../packet/packet.js';
import { programOf, sharePrograms } from '../evaluate/program-of.js';
import { CONNECTIONS_KEY } from '../evaluate/send-packet.js';

/** A packet's walk, and the namespace that it leaves behind, made when it's asked for. */
export interface SentCompiled {
  readonly evaluation: Evaluation;
  readonly namespace: () => Namespace;
}

/** One for each program: to make one anew for each packet took as long as the packet's walk. */
const walks = new WeakMap<FlatProgram, FlatWalk>();

function walkOf(program: FlatProgram, state: FlatState): FlatWalk {
  let walk = walks.get(program);
  if (walk === undefined) {
    walk = new FlatWalk(program, state);
    walks.set(program, walk);
  }
  walk.state = state;
  // What a walk that threw had counted.
  if (walk.counted.length > 0) takeCounts(walk);
  return walk;
}

/**
 * Sends one packet through a namespace's compiled path: what `sendPacket` does, by other means.
 *
 * @throws RangeError when the packet names a device that isn't there
 */
export function sendCompiled(namespace: Namespace, packet: Packet): SentCompiled {
  const path = compiledPath(programOf(namespace, packet.dst.family));
  const program = packet.iif === undefined ? path.output : path.input;
  const registers = packetRegisters(packet, namespace);
  const state = flatState(namespace, path);
  const walk = walkOf(program, state);
  const evaluation = evaluateFlat(walk, registers);
  const counts = takeCounts(walk);
  return { evaluation, namespace: () => withMoved(namespace, path, state, counts) };
}

/** What a packet adds to a counter. */
type Count = readonly [id: number, packets: number, bytes: number];

/** What a walk has counted; it begins at 0 again. */
function takeCounts({ program, packets, bytes, counted }: FlatWalk): readonly Count[] {
  const counts = counted.map((number): Count => {
    const id = program.counters[number] ?? 0;
    const count: Count = [id, packets[number] ?? 0, bytes[number] ?? 0];
    packets[number] = 0;
    bytes[number] = 0;
    return count;
  });
  counted.length = 0;
  return counts;
}

/** What the traffic so far means to the packets that follow. */
export function flatState({ traffic }: Namespace, { memories, program }: CompiledPath): FlatState {
  return {
    remembered: Int32Array.from(memories, (key) => traffic.choices.get(key) ?? NOTHING),
    connections: traffic[CONNECTIONS_KEY[program.family]],
    keepers: keepersOf(traffic),
  };
}

/** The namespace after what walks with one state have left behind. */
export function withTraffic(
  namespace: Namespace,
  path: CompiledPath,
  [first, ...others]: readonly [FlatWalk, ...FlatWalk[]],
): Namespace {
  return withMoved(namespace, path, first.state, [first, ...others].flatMap(countsOf));
}

function countsOf(walk: FlatWalk): readonly Count[] {
  if (!walk.hasCounted) return [];
  const { program, packets, bytes } = walk;
  return program.counters.flatMap((id, number): readonly Count[] => {
    const count = packets[number] ?? 0;
    return count === 0 ? [] : [[id, count, bytes[number] ?? 0]];
  });
}

function withMoved(
  namespace: Namespace,
  { memories, program: { family } }: CompiledPath,
  state: FlatState,
  counts: readonly Count[],
): Namespace {
  const { traffic } = namespace;
  const after = namespace.set(
    'traffic',
    traffic.merge({
      counters: withCounts(traffic.counters, counts),
      choices: withChoices(traffic.choices, memories, state),
      ...keptBy(state.keepers),
      [CONNECTIONS_KEY[family]]: state.connections,
    }),
  );
  sharePrograms(namespace, after);
  return after;
}

function withCounts(
  counters: Map<number, Counter>,
  counts: readonly Count[],
): Map<number, Counter> {
  return counters.withMutations((changed) => {
    for (const [id, packets, bytes] of counts) {
      const before = changed.get(id) ?? ZERO_COUNTER;
      const after = { packets: before.packets + packets, bytes: before.bytes + bytes };
      changed.set(id, Object.freeze(after));
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
