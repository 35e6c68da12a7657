import { isGroupLladdr } from '../../address/lladdr.js';
import type { LinkPlace } from '../../namespace/link.js';

/** An Ethernet frame without the packet in it. */
export interface FrameHeader {
  /** Link-layer address that it is for; null on a link without them. */
  readonly to: string | null;
  /** Link-layer address of the device that made it; left out for a frame that nobody answers. */
  readonly from?: string;
  /** The device that took it has done so for its host, whoever it is addressed to (PACKET_HOST). */
  readonly taken?: true;
  /** Ids of the VLANs that it is tagged for, the outermost first. */
  readonly tags: readonly number[];
}

/** What happens to a frame next, at a device. */
export type Move = {
  readonly place: LinkPlace;
  readonly header: FrameHeader;
} & (
  | {
      /**
       * - `send`: the device is to send it
       * - `receive`: it comes in by the device
       * - `wrap`: the tunnel is to put it into a packet of its own
       * - `arrive`: the packet in it is for this host
       */
      readonly kind: 'send' | 'receive' | 'wrap' | 'arrive';
    }
  | {
      /** The bridge has it, by a port or from its host. */
      readonly kind: 'bridge';
      readonly port: LinkPlace | undefined;
    }
  | {
      /** It ends here. */
      readonly kind: 'lost';
      readonly at: string;
      /** The kernel's name for it. */
      readonly reason?: string;
    }
);

/** Reports whether a frame is for more than one host, or on a link without addresses. */
export function isForMany(to: string | null): boolean {
  return to === null || isGroupLladdr(to);
}
