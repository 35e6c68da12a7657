import type { Address } from '../../address/address.js';
import type { FlowBatch } from './flow-batch.js';

/** What a file's bytes become. */
export interface FlowReader {
  /** The batches that are full with these bytes. @throws CaptureError when they are no capture */
  push(chunk: Uint8Array): Iterable<FlowBatch>;
  /** What has not filled a batch yet. */
  flush(): Iterable<FlowBatch>;
  /** The batches that are left at the end. @throws CaptureError when the file ends within a packet */
  end(): Iterable<FlowBatch>;
}

/** A packet that can't be sent. */
export interface Unsendable {
  /** Number of its frame or line, from 1. */
  readonly number: number;
  readonly why: string;
}

/** What the readers need to know of the host. */
export interface FlowScope {
  /** The ifindex of a device by its name; undefined when there is none. */
  ifindex(name: string): number | undefined;
  /** Tells whether the host itself has an address. */
  isOwn(address: Address): boolean;
  /** Told of every packet that can't be sent. */
  unsendable(packet: Unsendable): void;
}
