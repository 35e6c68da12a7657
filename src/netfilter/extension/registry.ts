import type { Family } from '../../address/family.js';
import type { Part } from '../../predicate/part.js';
import { addrtypeMatch } from './match/route/addrtype.js';
import { anyMatch, anyTarget, type AnyMatch, type AnyTarget } from './any-extension.js';
import { checksumTarget } from './target/header/checksum-target.js';
import { classifyTarget } from './target/mark/classify-target.js';
import { commentMatch } from './match/host/comment.js';
import { connmarkMatch } from './match/connection/connmark.js';
import { connmarkTarget } from './target/mark/connmark-target.js';
import { conntrackMatch } from './match/connection/conntrack.js';
import { teeTarget } from './target/tee-target.js';
import { auditTarget } from './target/audit-target.js';
import { connsecmarkTarget } from './target/mark/connsecmark-target.js';
import { secmarkTarget } from './target/mark/secmark-target.js';
import { idletimerTarget } from './target/idletimer-target.js';
import { synproxyTarget } from './target/synproxy-target.js';
import { tcpoptstripTarget } from './target/header/tcpoptstrip-target.js';
import { ecnTarget } from './target/header/ecn-target.js';
import { nfqueueTarget } from './target/nfqueue-target.js';
import { clusteripTarget } from './target/clusterip-target.js';
import { ledTarget } from './target/led-target.js';
import { ulogTarget } from './target/ulog-target.js';
import { queueTarget } from './target/queue-target.js';
import { ctTarget } from './target/ct-target.js';
import { connbytesMatch } from './match/connection/connbytes.js';
import { connlimitMatch } from './match/connection/connlimit.js';
import { cpuMatch } from './match/host/cpu.js';
import { hashlimitMatch } from './match/amount/hashlimit.js';
import { helperMatch } from './match/connection/helper.js';
import { macMatch } from './match/device/mac.js';
import { physdevMatch } from './match/device/physdev.js';
import { quotaMatch } from './match/amount/quota.js';
import { recentMatch } from './match/amount/recent.js';
import { stringMatch } from './match/bytes/string.js';
import { tcpmssMatch } from './match/transport/tcpmss.js';
import { timeMatch } from './match/host/time.js';
import { cgroupMatch } from './match/host/cgroup.js';
import { ahMatch, ah6Match } from './match/ipsec/ah.js';
import { bpfMatch } from './match/bytes/bpf.js';
import { clusterMatch } from './match/connection/cluster.js';
import { connlabelMatch } from './match/connection/connlabel.js';
import { dccpMatch } from './match/transport/dccp.js';
import { dstMatch, hbhMatch } from './match/ipv6/header-options.js';
import { ecnMatch } from './match/ip/ecn.js';
import { espMatch } from './match/ipsec/esp.js';
import { eui64Match } from './match/ipv6/eui64.js';
import { fragMatch } from './match/ipv6/frag.js';
import { ipcompMatch } from './match/ipsec/ipcomp.js';
import { ipv6headerMatch } from './match/ipv6/ipv6header.js';
import { ipvsMatch } from './match/connection/ipvs.js';
import { mhMatch } from './match/ipv6/mh.js';
import { nfacctMatch } from './match/amount/nfacct.js';
import { osfMatch } from './match/transport/osf.js';
import { rpfilterMatch } from './match/route/rpfilter.js';
import { realmMatch } from './match/route/realm.js';
import { rtMatch } from './match/ipv6/rt.js';
import { sctpMatch } from './match/transport/sctp.js';
import { srhMatch } from './match/ipv6/srh.js';
import { u32Match } from './match/bytes/u32.js';
import { devgroupMatch } from './match/device/devgroup.js';
import { dscpMatch } from './match/ip/dscp.js';
import { dscpTarget } from './target/header/dscp-target.js';
import type {
  MatchChoice,
  MatchData,
  MatchLookup,
  MatchScope,
  TargetData,
  TargetEffect,
} from './extension.js';
import { hlMatch } from './match/ip/hl.js';
import { hlTarget } from './target/header/hl-target.js';
import { icmpMatch } from './match/transport/icmp.js';
import { icmp6Match } from './match/transport/icmp6.js';
import { iprangeMatch } from './match/ip/iprange.js';
import { lengthMatch } from './match/ip/length.js';
import { limitMatch } from './match/amount/limit.js';
import { logTarget } from './target/log-target.js';
import { markMatch } from './match/host/mark.js';
import { markTarget } from './target/mark/mark-target.js';
import { multiportMatch } from './match/transport/multiport.js';
import { dnatTarget, snatTarget } from './target/nat/nat-address-target.js';
import { masqueradeTarget, redirectTarget } from './target/nat/nat-own-target.js';
import { dnptTarget, snptTarget } from './target/header/npt-target.js';
import { netmapTarget } from './target/nat/netmap-target.js';
import { nflogTarget } from './target/nflog-target.js';
import { notrackTarget } from './target/notrack-target.js';
import { ownerMatch } from './match/host/owner.js';
import { pkttypeMatch } from './match/device/pkttype.js';
import { policyMatch } from './match/ipsec/policy.js';
import { rejectTarget } from './target/reject-target.js';
import { setMatch } from './match/host/set.js';
import { socketMatch } from './match/host/socket.js';
import { stateMatch } from './match/connection/state.js';
import { statisticMatch } from './match/amount/statistic.js';
import { tcpMatch } from './match/transport/tcp.js';
import { tcpmssTarget } from './target/header/tcpmss-target.js';
import { tosMatch } from './match/ip/tos.js';
import { tosTarget } from './target/header/tos-target.js';
import { tproxyTarget } from './target/tproxy-target.js';
import { traceTarget } from './target/trace-target.js';
import { ttlMatch } from './match/ip/ttl.js';
import { setTarget } from './target/set-target.js';
import { ttlTarget } from './target/header/ttl-target.js';
import { udpMatch } from './match/transport/udp.js';

/** Every match extension: a new one is a file of its own and a line here. */
const MATCHES: readonly AnyMatch[] = [
  anyMatch(tcpMatch),
  anyMatch(udpMatch),
  anyMatch(icmpMatch),
  anyMatch(icmp6Match),
  anyMatch(multiportMatch),
  anyMatch(markMatch),
  anyMatch(connmarkMatch),
  anyMatch(conntrackMatch),
  anyMatch(stateMatch),
  anyMatch(commentMatch),
  anyMatch(tosMatch),
  anyMatch(dscpMatch),
  anyMatch(ttlMatch),
  anyMatch(hlMatch),
  anyMatch(lengthMatch),
  anyMatch(addrtypeMatch),
  anyMatch(iprangeMatch),
  anyMatch(ownerMatch),
  anyMatch(statisticMatch),
  anyMatch(limitMatch),
  anyMatch(pkttypeMatch),
  anyMatch(policyMatch),
  anyMatch(setMatch),
  anyMatch(socketMatch),
  anyMatch(devgroupMatch),
  anyMatch(u32Match),
  anyMatch(srhMatch),
  anyMatch(sctpMatch),
  anyMatch(rtMatch),
  anyMatch(rpfilterMatch),
  anyMatch(realmMatch),
  anyMatch(osfMatch),
  anyMatch(nfacctMatch),
  anyMatch(mhMatch),
  anyMatch(ipvsMatch),
  anyMatch(ipv6headerMatch),
  anyMatch(ipcompMatch),
  anyMatch(fragMatch),
  anyMatch(eui64Match),
  anyMatch(espMatch),
  anyMatch(ecnMatch),
  anyMatch(dstMatch),
  anyMatch(hbhMatch),
  anyMatch(dccpMatch),
  anyMatch(connlabelMatch),
  anyMatch(clusterMatch),
  anyMatch(bpfMatch),
  anyMatch(ahMatch),
  anyMatch(ah6Match),
  anyMatch(cgroupMatch),
  anyMatch(timeMatch),
  anyMatch(tcpmssMatch),
  anyMatch(stringMatch),
  anyMatch(recentMatch),
  anyMatch(quotaMatch),
  anyMatch(physdevMatch),
  anyMatch(macMatch),
  anyMatch(helperMatch),
  anyMatch(hashlimitMatch),
  anyMatch(cpuMatch),
  anyMatch(connlimitMatch),
  anyMatch(connbytesMatch),
];

/** Every target extension: a new one is a file of its own and a line here. */
const TARGETS: readonly AnyTarget[] = [
  anyTarget(markTarget),
  anyTarget(connmarkTarget),
  anyTarget(tosTarget),
  anyTarget(dscpTarget),
  anyTarget(ttlTarget),
  anyTarget(hlTarget),
  anyTarget(traceTarget),
  anyTarget(tcpmssTarget),
  anyTarget(nflogTarget),
  anyTarget(checksumTarget),
  anyTarget(classifyTarget),
  anyTarget(logTarget),
  anyTarget(dnatTarget),
  anyTarget(snatTarget),
  anyTarget(masqueradeTarget),
  anyTarget(redirectTarget),
  anyTarget(netmapTarget),
  anyTarget(snptTarget),
  anyTarget(dnptTarget),
  anyTarget(tproxyTarget),
  anyTarget(rejectTarget),
  anyTarget(teeTarget),
  anyTarget(setTarget),
  anyTarget(auditTarget),
  anyTarget(connsecmarkTarget),
  anyTarget(secmarkTarget),
  anyTarget(idletimerTarget),
  anyTarget(synproxyTarget),
  anyTarget(tcpoptstripTarget),
  anyTarget(ecnTarget),
  anyTarget(nfqueueTarget),
  anyTarget(clusteripTarget),
  anyTarget(ledTarget),
  anyTarget(ulogTarget),
  anyTarget(queueTarget),
  anyTarget(ctTarget),
  anyTarget(notrackTarget),
];

/** The match extension of that name in a family; undefined when there is none. */
export function findMatch(name: string, family: Family): AnyMatch | undefined {
  return MATCHES.find((match) => match.name === name && match.families.includes(family));
}

/** The target extension of that name in a family; undefined when there is none. */
export function findTarget(name: string, family: Family): AnyTarget | undefined {
  return TARGETS.find((target) => target.name === name && target.families.includes(family));
}

/** When a match holds: when all of these do. @throws RangeError when there is no extension of its name in the scope's family */
export function matchParts(data: MatchData, scope: MatchScope): readonly Part[] {
  return known(findMatch(data.name, scope.family), data.name).parts(data, scope);
}

/** How a match is decided that the packet doesn't decide; empty for one that it does. */
export function matchChoices(data: MatchData, scope: MatchScope): readonly MatchChoice[] {
  return known(findMatch(data.name, scope.family), data.name).choices(data, scope);
}

/** The list that a match keeps of what packets have; undefined when it keeps none. */
export function listOf(data: MatchData, family: Family): string | undefined {
  return known(findMatch(data.name, family), data.name).listOf(data, family);
}

/** What a match asks the routing tables; undefined for one that doesn't. */
export function matchLookup(data: MatchData, scope: MatchScope): MatchLookup | undefined {
  return known(findMatch(data.name, scope.family), data.name).lookup(data, scope);
}

/** Reports whether something else than the packet can decide a match, which may be remembered from packet to packet. */
export function isChoice(data: MatchData, family: Family): boolean {
  return known(findMatch(data.name, family), data.name).isChoice(data);
}

/** What a target does to a packet. @throws RangeError when there is no extension of its name in the scope's family */
export function targetEffect(data: TargetData, scope: MatchScope): TargetEffect {
  return known(findTarget(data.name, scope.family), data.name).effect(data, scope);
}

/** What a target does to sets of `ipset` before, one after the other. */
export function targetChanges(data: TargetData, scope: MatchScope): readonly TargetEffect[] {
  return known(findTarget(data.name, scope.family), data.name).changes(data, scope);
}

function known<T>(found: T | undefined, name: string): T {
  if (found === undefined) throw new RangeError(`data: no extension is named ${name}`);
  return found;
}
