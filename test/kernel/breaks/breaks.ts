/** One thing that the model is made to do wrong: a text of a source file that is replaced by another. */
export interface Break {
  readonly name: string;
  /** Path below the project. */
  readonly file: string;
  /** Occurs once. */
  readonly text: string;
  readonly instead: string;
  /** Which judge is to find it, where it is not the one of all single hosts: that of those with nft, of networks of namespaces, or of devices that another kernel has. */
  readonly judge?: 'nft' | 'networks' | 'devices';
}

/** Mistakes that someone could make. The judge must find each. */
export const BREAKS: readonly Break[] = [
  {
    name: 'ip rule forgets the mask of a fwmark',
    file: 'src/rpdb/rule-predicate.ts',
    text: "when: maskedValue('flowMark', mark)",
    instead: "when: equals('flowMark', mark.value)",
  },
  {
    name: 'a rule goes before those of its priority',
    file: 'src/rpdb/edit-rules.ts',
    text: 'rules.findIndex((other) => other.priority > priority)',
    instead: 'rules.findIndex((other) => other.priority >= priority)',
  },
  {
    name: 'a mark set in mangle OUTPUT makes no second lookup',
    file: 'src/path/output-v4.ts',
    text: "export const MANGLED4: readonly ComparedField[] = ['src', 'dst', 'mark', 'tos'];",
    instead: "export const MANGLED4: readonly ComparedField[] = ['src', 'dst', 'tos'];",
  },
  {
    name: "the second lookup has the sender's uid",
    file: 'src/path/output-v4.ts',
    text: "set('flowUid', 0),",
    instead: "copy('flowUid', 'uid'),",
  },
  {
    name: "the source need not share the gateway's subnet",
    file: 'src/path/address/source-v4.ts',
    text: 'const found = inSubnet ?? own[0]',
    instead: 'const found = own[0] ?? inSubnet',
  },
  {
    name: 'suppress_prefixlength means shorter, not as short',
    file: 'src/path/route/rpdb-walk.ts',
    text: "inRange('routePrefixLength', 0, length)",
    instead: "inRange('routePrefixLength', 0, length - 1)",
  },
  {
    name: 'an ip rule compares the whole TOS byte',
    file: 'src/rpdb/rule-predicate.ts',
    text: '{ 4: 0x1c, 6: 0xfc }',
    instead: '{ 4: 0xfc, 6: 0xfc }',
  },
  {
    name: 'a packet with TTL 1 is forwarded',
    file: 'src/path/lower-namespace.ts',
    text: "inRange('ttl', 2, 255)",
    instead: "inRange('ttl', 1, 255)",
  },
  {
    name: 'MARK --set-mark clears what is outside its mask',
    file: 'src/netfilter/extension/target/mark/mark-target.ts',
    text: "[setBits('mark', ~mask >>> 0, mark)]",
    instead: "[setBits('mark', 0, mark)]",
  },
  {
    name: 'the answer of a translated connection is taken to be the untranslated one',
    file: 'src/evaluate/connection-tracker.ts',
    text: 'reply: inverseTuple(translated)',
    instead: 'reply: inverseTuple(original)',
  },
  {
    name: 'a rule is no reason for the full check of the source',
    file: 'src/path/address/source-check-v4.ts',
    text: 'const custom = state.customRules || state.customLocalRoutes;',
    instead: 'const custom = state.customLocalRoutes;',
  },
  {
    name: 'a mark or hop limit set in mangle OUTPUT makes no second lookup in IPv6',
    file: 'src/path/output-v6.ts',
    text: "['src', 'dst', 'mark', 'ttl', 'tos']",
    instead: "['src', 'dst', 'tos']",
  },
  {
    name: 'several next hops share alike, whatever their weights',
    file: 'src/fib/rebalance.ts',
    text: 'isPassedOver(nexthop) ? 0 : nexthop.weight',
    instead: 'isPassedOver(nexthop) ? 0 : 1',
  },
  {
    name: 'iptables-restore sets the counters of rules without -c, and not with it',
    file: 'src/command/iptables/restore/restore-reader.ts',
    text: '(counters && counter !== undefined ?',
    instead: '(!counters && counter !== undefined ?',
  },
  {
    name: 'a connection that is older than table nat is settled',
    file: 'src/path/netfilter/nat-stage.ts',
    text: "equals('ctnat', 0), isNew",
    instead: "equals('ctnat', 0), equals('ctnat', 1)",
  },
  {
    name: 'the exceptions of a set are in it',
    file: 'src/ipset/set-predicate.ts',
    text: 'isOpen || entry.nomatch === exceptions ?',
    instead: 'isOpen || entry.nomatch !== undefined ?',
  },
  {
    name: 'a set looks at the other side of a packet',
    file: 'src/ipset/set-predicate.ts',
    text: "side: sides[at] ?? 'src'",
    instead: "side: sides[at] === 'src' ? 'dst' : 'src'",
  },
  {
    name: 'the sender of a broadcast gets no copy',
    file: 'src/path/sender-copy.ts',
    text: "any([routeIs('broadcast'), isTo",
    instead: 'any([isTo',
  },
  {
    name: 'what changes the copy for the sender changes the packet',
    file: 'src/evaluate/evaluate.ts',
    text: 'const registers = { ...state.registers };',
    instead: 'const { registers } = state;',
  },
  {
    name: 'the copy for the sender has an owner',
    file: 'src/path/sender-copy.ts',
    text: "set('socket', 0)",
    instead: "set('socket', 1)",
  },
  {
    name: '--ctstate DNAT asks for the translated source',
    file: 'src/netfilter/extension/option/state-list.ts',
    text: "equals('ctdnat', 1)",
    instead: "equals('ctsnat', 1)",
  },
  {
    name: 'MASQUERADE of IPv6 forgets its device',
    file: 'src/netfilter/extension/target/nat/nat-own-target.ts',
    text: "assignments: [...copyAddress(6, 'src', 'prefsrc'), ...MASQUERADED],",
    instead: "assignments: [...copyAddress(6, 'src', 'prefsrc')],",
  },
  {
    name: 'what comes for the group of all hosts is dropped',
    file: 'src/path/input-route-v4.ts',
    text: "all([addressIs('dst', ALL_HOSTS), joined]),\n      group,",
    instead:
      "all([addressIs('dst', ALL_HOSTS), joined]),\n      builder.failed('group', builder.drop(MARTIAN_DESTINATION)),",
  },
  {
    name: 'TPROXY takes a socket that is not transparent',
    file: 'src/path/netfilter/match-scope.ts',
    text: '(listener) => listener.transparent && isWildcard(listener) === wildcard',
    instead: '(listener) => isWildcard(listener) === wildcard',
  },
  {
    name: 'a reset does not end the connection of a socket',
    file: 'src/evaluate/socket-keeper.ts',
    text: 'this.table = this.table.delete(socketKey(read, family));',
    instead: '',
  },
  {
    name: 'the socket match finds sockets for every address',
    file: 'src/path/netfilter/match-scope.ts',
    text: '(wildcard || !isWildcard(listener)) &&',
    instead: '(wildcard || listener.port > 0) &&',
  },
  {
    name: 'an explanation has the wrong sign of a check that is a negation',
    file: 'src/path/program-builder.ts',
    text: "note: note('no'),",
    instead: "note: note('yes'),",
  },
  {
    name: 'an explanation skips a rule that matched before another',
    file: 'src/host/explain-packet.ts',
    text: 'last === begun.step && begun.rule === rule',
    instead: 'last === begun.step',
  },
  {
    name: "the flow key of an explanation has the packet's source",
    file: 'src/host/explain-packet.ts',
    text: "src: printAddress(loadAddress(registers, 'flowSrc', this.family)),\n      dst",
    instead: "src: printAddress(loadAddress(registers, 'src', this.family)),\n      dst",
  },
  {
    name: 'an explanation has lost the mark that a rule has made',
    file: 'src/host/explain-packet.ts',
    text: '    step.mark = registers.mark;\n',
    instead: '',
  },
  {
    name: 'an explanation takes the route for what decided, though a rule dropped the packet',
    file: 'src/trace/deciding-step.ts',
    text: 'return findEndingSteps(stages, outcome).at(-1) ?? found();',
    instead: 'return found() ?? findEndingSteps(stages, outcome).at(-1);',
  },
  {
    name: 'of equal priorities the base chain that was registered first has its turn first',
    file: 'src/netfilter/netfilter.ts',
    text: 'b.chain.id - a.chain.id',
    instead: 'a.chain.id - b.chain.id',
    judge: 'nft',
  },
  {
    name: 'a mark set in a filter chain of output makes a second lookup',
    file: 'src/path/netfilter/output-hooks.ts',
    text: "entry.placed.chain.base?.type === 'route'",
    instead: "entry.placed.chain.base?.type !== 'nat'",
    judge: 'nft',
  },
  {
    name: 'an IPv6 packet whose mark was changed is not routed again',
    file: 'src/path/output-v6.ts',
    text: "['src', 'dst', 'mark', 'ttl', 'tos']",
    instead: "['src', 'dst', 'ttl', 'tos']",
    judge: 'nft',
  },
  {
    name: 'what returns from a base chain is accepted, whatever its policy',
    file: 'src/path/netfilter/chain-walk.ts',
    text: "statement.verdict === 'RETURN' ? exits.end",
    instead: "statement.verdict === 'RETURN' ? builder.return('table')",
    judge: 'nft',
  },
  {
    name: 'tproxy of nft drops what no socket listens for',
    file: 'src/netfilter/nft/meaning/tproxy-meaning.ts',
    text: "next: 'break', lacks: UNHEARD",
    instead: "next: 'DROP'",
    judge: 'nft',
  },
  {
    name: 'a packet without a device has no name of one, not an empty one',
    file: 'src/netfilter/nft/meaning/value/meta-value.ts',
    text: '[...named, { when: equals(field, 0), value: 0n }]',
    instead: 'named',
    judge: 'nft',
  },
  {
    name: 'a verdict map without the key lets the rule go on',
    file: 'src/netfilter/nft/meaning/rule-statements.ts',
    text: `expressionParts(statement.key, scope);
      return lookUp({ parts, rows, statement, scope, does, otherwise: END_RULE });`,
    instead: `expressionParts(statement.key, scope);
      return lookUp({ parts, rows, statement, scope, does, otherwise: [] });`,
    judge: 'nft',
  },
  {
    name: 'the mark of a connection is that of the packet',
    file: 'src/netfilter/nft/meaning/value/connection-value.ts',
    text: "return fieldValue('ctmark', 32, present);",
    instead: "return fieldValue('mark', 32, present);",
    judge: 'nft',
  },
  {
    name: 'an interval of a set has not its first value',
    file: 'src/path/netfilter/dispatch.ts',
    text: 'if (low > 0) cuts.add(low - 1);',
    instead: 'if (low > 0) cuts.add(low);',
    judge: 'nft',
  },
  {
    name: 'elements of several parts are listed by their first part first',
    file: 'src/netfilter/nft/set/listing-order.ts',
    text: '.toSorted((a, b) => compareBigints(a.number, b.number))',
    instead: '.toSorted((a, b) => compareBigints(b.number, a.number))',
    judge: 'nft',
  },
  {
    name: 'the outer packet of WireGuard has the mark of the inner one',
    file: 'src/journey/hand-over/wireguard.ts',
    text: '    ...outer,\n',
    instead: '    ...outer,\n    packet: { ...outer.packet, mark: packet.mark },\n',
    judge: 'devices',
  },
  {
    name: 'a packet is for the first peer that has its destination, not for the one of the longest prefix',
    file: 'src/namespace/wireguard/allowed-ips.ts',
    text: 'return allowedIpsTable(wireguard, address.family).lookup(address);',
    instead:
      'return wireguard.peers.find((peer) => allowedIpsTable({ peers: [peer] }, address.family).lookup(address));',
    judge: 'devices',
  },
  {
    name: 'the rule of VRFs comes after all others',
    file: 'src/namespace/vrf.ts',
    text: 'priority: 1000,',
    instead: 'priority: 40000,',
    judge: 'devices',
  },
  {
    name: 'what leaves by a port of a VRF passes the hooks once',
    file: 'src/path/vrf-passes.ts',
    text: "builder.assign([set('outdev', vrf)], hooks);",
    instead: "builder.assign([set('outdev', vrf)], next);",
    judge: 'devices',
  },
  {
    name: 'a VLAN device stays up when the device below goes down',
    file: 'src/namespace/link-kind/vlan.ts',
    text: 'up: isBound,',
    instead: 'up: () => false,',
    judge: 'devices',
  },
  {
    name: 'a reset has the mark of what it answers, whatever fwmark_reflect says',
    file: 'src/journey/answer/tcp.ts',
    text: 'mark: fwmarkReflect(namespace, family) ? packet.mark : 0,',
    instead: 'mark: packet.mark,',
    judge: 'networks',
  },
  {
    name: 'an ICMP error comes from the device by which its packet came',
    file: 'src/journey/answer/icmp-error.ts',
    text: 'if (!errorsFromInbound(namespace)) return undefined;',
    instead: '',
    judge: 'networks',
  },
  {
    name: 'an echo reply goes by the device by which the request came',
    file: 'src/journey/answer/echo.ts',
    text: 'oif: family === 4 ? domainOf(namespace, ended) : deviceOf(namespace, ended),',
    instead: 'oif: packet.iif,',
    judge: 'networks',
  },
  {
    name: 'what a bridge receives has come by its port',
    file: 'src/path/receiving-ports.ts',
    text: "builder.assign([set('iif', master)], arriving, {",
    instead: "builder.assign([set('outdev', 0)], arriving, {",
    judge: 'networks',
  },
  {
    name: 'a veth takes one from the TTL',
    file: 'src/journey/at-place.ts',
    text: 'packet: { ...packet, mark, oif: undefined, uid: 0, gid: 0 },',
    instead: 'packet: { ...packet, ttl: packet.ttl - 1, mark, oif: undefined, uid: 0, gid: 0 },',
    judge: 'networks',
  },
];
