import { ETHERNET_TRAITS, HARDWARE, type KindTraits } from './kind-traits.js';

/** A device of which the kind says all. */
export interface PlainSettings {
  readonly kind: 'plain';
}

/** The loopback device. */
export const loopbackTraits: KindTraits = {
  ...ETHERNET_TRAITS,
  hardware: HARDWARE.loopback,
  takesTags: false,
  mtu: [0, 0],
  flags: ['LOOPBACK'],
  moves: false,
  fresh: {
    carrierKnown: false,
    mtuBytes: 65536,
    broadcastLladdr: '00:00:00:00:00:00',
    broadcast: false,
    multicast: false,
    carrier: true,
  },
};

/** A veth has as many queues as the machine has processors; this one has two. */
export const vethTraits: KindTraits = { ...ETHERNET_TRAITS, queuesOf: () => 2 };

/** A dummy, which takes packets and drops them. */
export const dummyTraits: KindTraits = {
  ...ETHERNET_TRAITS,
  mtu: [0, 0],
  tsoMaxSize: 65536,
  changesCarrier: true,
  fresh: { carrierKnown: false, carrier: true, arp: false, multicast: false },
};

/** An intermediate functional block, which has a queue. */
export const ifbTraits: KindTraits = {
  ...ETHERNET_TRAITS,
  mtu: [0, 0],
  qdisc: 'pfifo_fast',
  fresh: { carrierKnown: false, carrier: true, arp: false, multicast: false, txQueueLength: 32 },
};
