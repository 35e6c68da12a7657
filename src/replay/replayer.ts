import type { Family } from '../address/family.js';
import type { OutcomeColumns } from '../compile/outcome-columns.js';
import type { CompiledHost } from '../host/compiled-host.js';
import type { Host } from '../host/host.js';
import type { Outcome } from '../host/outcome.js';
import { printPacketJson, type PacketJson } from '../packet/packet-json.js';
import { isWanted, type FlowGroup, type GroupFilter } from './flow-group.js';
import type { FlowBatch } from './flows/flow-batch.js';
import { GroupNames } from './group-names.js';
import { rowPacket } from './row-packet.js';

/** One packet of a file and what became of it. */
export interface ReplayedPacket {
  /** The number of its frame or line, from 1. */
  readonly number: number;
  readonly packet: PacketJson;
  readonly outcome: Outcome;
}

/** What became of a batch. */
export interface BatchAnswer {
  /** In no order that matters. */
  readonly groups: readonly FlowGroup[];
  /** The packets that were asked for, in the order of the batch. */
  readonly packets: readonly ReplayedPacket[];
}

/** What is reported of a batch besides the groups. */
export interface ReplayOptions {
  /** Packets are reported one by one: those of the groups with these values; undefined: none are. */
  readonly packets: GroupFilter | undefined;
}

/** Sends batches through a host, one after the other: each finds the host as the one before it left it. */
export class Replayer {
  #compiled: CompiledHost;
  readonly #names: Record<Family, GroupNames | undefined> = { 4: undefined, 6: undefined };

  constructor(
    host: Host,
    private readonly options: ReplayOptions,
  ) {
    this.#compiled = host.compile();
  }

  answer(batch: FlowBatch): BatchAnswer {
    const compiled = this.#compiled;
    const { packets } = batch;
    const sent = compiled.sendBatch(packets);
    const names = (this.#names[packets.family] ??= new GroupNames(compiled, packets.family));
    const sums = new Map<number, { packets: number; bytes: number }>();
    const keys = new Float64Array(packets.count);
    for (let at = 0; at < packets.count; at++) {
      const key = names.keyAt(sent.outcomes, at);
      keys[at] = key;
      let sum = sums.get(key);
      if (sum === undefined) sums.set(key, (sum = { packets: 0, bytes: 0 }));
      sum.packets += 1;
      sum.bytes += packets.length[at] ?? 0;
    }
    const groups = new Map([...sums].map(([key, sum]) => [key, { ...names.groupOf(key), ...sum }]));
    this.#compiled = sent.host.compile();
    return {
      groups: [...groups.values()],
      packets: this.#wanted(batch, sent.outcomes, (at) => groups.get(keys[at] ?? -1)),
    };
  }

  #wanted(
    { packets, numbers }: FlowBatch,
    outcomes: OutcomeColumns,
    groupAt: (at: number) => FlowGroup | undefined,
  ): readonly ReplayedPacket[] {
    const filter = this.options.packets;
    if (filter === undefined) return [];
    const { host } = this.#compiled;
    const deviceName = (index: number): string | undefined =>
      host.namespace.links.find((link) => link.index === index)?.name;
    const wanted: ReplayedPacket[] = [];
    for (let at = 0; at < packets.count; at++) {
      const group = groupAt(at);
      if (group === undefined || !isWanted(group, filter)) continue;
      wanted.push({
        number: numbers[at] ?? 0,
        packet: printPacketJson(rowPacket(packets, at, deviceName)),
        outcome: this.#compiled.outcomeAt(packets, outcomes, at),
      });
    }
    return wanted;
  }
}
