/** The kinds of fault that are planted, and what is wrong with each. */
export const KINDS = {
  'rule-order': 'the right rules in the wrong order: an earlier one decides',
  'wrong-priority': 'a rule whose priority puts it behind one that already decides',
  'wrong-table': 'a rule that looks in another table than was meant',
  'missing-rule': 'a table that no rule leads to',
  'missing-route': 'a table without the route that packets sent there need',
  'missing-suppress': 'a rule that should leave some routes of its table unused, and does not',
  'missing-mask': 'a mark compared or set whole where other bits of it belong to someone else',
  'wrong-mark': 'a mark that is set and another that is asked for',
  'mark-too-late': 'a mark set after the route was looked up',
  'mark-not-restored': "a connection's mark that is kept and not given back to its other packets",
  'missing-snat': 'packets that leave with a source address that is not valid there',
  'excess-snat': 'packets translated that should keep their source',
  'nat-order': 'an address asked for on the wrong side of a translation',
  'rp-filter': 'a reverse path filter that drops what arrives by another way than the answer takes',
  'forwarding-off': 'a router that does not forward',
  loop: "a tunnel's or proxy's own packets led into it again",
  leak: 'traffic that leaves beside the tunnel it should keep to',
  'missing-device': 'a rule that names a device which is not there',
  'wrong-device': 'a rule or route that names another device than packets come or leave by',
  'wrong-metric': 'a route whose metric puts it before the one that was meant',
  'missing-entry': 'a map or set without the entry that packets need',
  'accept-goes-on': 'an accept that ends its own chain only, before another that drops',
  'missing-accept': 'a filter that drops what the set-up is for',
} as const;

/** The name of a kind of fault. */
export type Kind = keyof typeof KINDS;
