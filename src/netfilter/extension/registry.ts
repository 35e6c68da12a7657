import type { Family } from '../../address/family.js';
import type { Part } from '../../predicate/part.js';
import { addrtypeMatch } from './match/addrtype.js';
import { anyMatch, anyTarget, type AnyMatch, type AnyTarget } from './any-extension.js';
import { checksumTarget } from './target/checksum-target.js';
import { classifyTarget } from './target/classify-target.js';
import { commentMatch } from './match/comment.js';
import { connmarkMatch } from './match/connmark.js';
import { connmarkTarget } from './target/connmark-target.js';
import { conntrackMatch } from './match/conntrack.js';
import { teeTarget } from './target/tee-target.js';
import { auditTarget } from './target/audit-target.js';
import { connsecmarkTarget } from './target/connsecmark-target.js';
import { secmarkTarget } from './target/secmark-target.js';
import { idletimerTarget } from './target/idletimer-target.js';
import { synproxyTarget } from './target/synproxy-target.js';
import { tcpoptstripTarget } from './target/tcpoptstrip-target.js';
import { ecnTarget } from './target/ecn-target.js';
import { nfqueueTarget } from './target/nfqueue-target.js';
import { ledTarget } from './target/led-target.js';
import { queueTarget } from './target/queue-target.js';
import { ctTarget } from './target/ct-target.js';
import { connbytesMatch } from './match/connbytes.js';
import { connlimitMatch } from './match/connlimit.js';
import { cpuMatch } from './match/cpu.js';
import { hashlimitMatch } from './match/hashlimit.js';
import { helperMatch } from './match/helper.js';
import { macMatch } from './match/mac.js';
import { physdevMatch } from './match/physdev.js';
import { quotaMatch } from './match/quota.js';
import { recentMatch } from './match/recent.js';
import { stringMatch } from './match/string.js';
import { tcpmssMatch } from './match/tcpmss.js';
import { timeMatch } from './match/time.js';
import { cgroupMatch } from './match/cgroup.js';
import { ahMatch, ah6Match } from './match/ah.js';
import { bpfMatch } from './match/bpf.js';
import { clusterMatch } from './match/cluster.js';
import { connlabelMatch } from './match/connlabel.js';
import { dccpMatch } from './match/dccp.js';
import { dstMatch, hbhMatch } from './match/header-options.js';
import { ecnMatch } from './match/ecn.js';
import { espMatch } from './match/esp.js';
import { eui64Match } from './match/eui64.js';
import { fragMatch } from './match/frag.js';
import { ipcompMatch } from './match/ipcomp.js';
import { ipv6headerMatch } from './match/ipv6header.js';
import { ipvsMatch } from './match/ipvs.js';
import { mhMatch } from './match/mh.js';
import { nfacctMatch } from './match/nfacct.js';
import { osfMatch } from './match/osf.js';
import { rpfilterMatch } from './match/rpfilter.js';
import { realmMatch } from './match/realm.js';
import { rtMatch } from './match/rt.js';
import { sctpMatch } from './match/sctp.js';
import { srhMatch } from './match/srh.js';
import { u32Match } from './match/u32.js';
import { devgroupMatch } from './match/devgroup.js';
import { dscpMatch } from './match/dscp.js';
import { dscpTarget } from './target/dscp-target.js';
import type {
  MatchChoice,
  MatchData,
  MatchLookup,
  MatchScope,
  TargetData,
  TargetEffect,
} from './extension.js';
import { hlMatch } from './match/hl.js';
import { hlTarget } from './target/hl-target.js';
import { icmpMatch } from './match/icmp.js';
import { icmp6Match } from './match/icmp6.js';
import { iprangeMatch } from './match/iprange.js';
import { lengthMatch } from './match/length.js';
import { limitMatch } from './match/limit.js';
import { logTarget } from './target/log-target.js';
import { markMatch } from './match/mark.js';
import { markTarget } from './target/mark-target.js';
import { multiportMatch } from './match/multiport.js';
import { dnatTarget, snatTarget } from './target/nat-address-target.js';
import { masqueradeTarget, redirectTarget } from './target/nat-own-target.js';
import { netmapTarget } from './target/netmap-target.js';
import { nflogTarget } from './target/nflog-target.js';
import { notrackTarget } from './target/notrack-target.js';
import { ownerMatch } from './match/owner.js';
import { pkttypeMatch } from './match/pkttype.js';
import { policyMatch } from './match/policy.js';
import { rejectTarget } from './target/reject-target.js';
import { setMatch } from './match/set.js';
import { socketMatch } from './match/socket.js';
import { stateMatch } from './match/state.js';
import { statisticMatch } from './match/statistic.js';
import { tcpMatch } from './match/tcp.js';
import { tcpmssTarget } from './target/tcpmss-target.js';
import { tosMatch } from './match/tos.js';
import { tosTarget } from './target/tos-target.js';
import { tproxyTarget } from './target/tproxy-target.js';
import { traceTarget } from './target/trace-target.js';
import { ttlMatch } from './match/ttl.js';
import { ttlTarget } from './target/ttl-target.js';
import { udpMatch } from './match/udp.js';

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
  anyTarget(tproxyTarget),
  anyTarget(rejectTarget),
  anyTarget(teeTarget),
  anyTarget(auditTarget),
  anyTarget(connsecmarkTarget),
  anyTarget(secmarkTarget),
  anyTarget(idletimerTarget),
  anyTarget(synproxyTarget),
  anyTarget(tcpoptstripTarget),
  anyTarget(ecnTarget),
  anyTarget(nfqueueTarget),
  anyTarget(ledTarget),
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

/** How a match is decided that the packet doesn't decide; undefined for one that it does. */
export function matchChoice(data: MatchData, scope: MatchScope): MatchChoice | undefined {
  return known(findMatch(data.name, scope.family), data.name).choice(data, scope);
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

function known<T>(found: T | undefined, name: string): T {
  if (found === undefined) throw new RangeError(`data: no extension is named ${name}`);
  return found;
}
