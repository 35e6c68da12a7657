import type { Check } from './check.js';
import { lostConnectionMarks } from './mark/connection-marks.js';
import { shadowedNetworks } from './policy/connected-networks.js';
import { collidingMarks } from './mark/colliding-marks.js';
import { emptySets } from './chain/empty-sets.js';
import { deadChainRules } from './chain/dead-chain-rules.js';
import { rulesOffPath } from './chain/dead-on-path.js';
import { deadPolicyRules } from './policy/dead-policy-rules.js';
import { leaksWhenDown } from './route/leaks-when-down.js';
import { lostUsers } from './mark/lost-users.js';
import { openFilters } from './chain/open-filters.js';
import { tunnelledServers } from './mark/tunnelled-servers.js';
import { lateMarks } from './mark/late-marks.js';
import { overwrittenMarks } from './mark/overwritten-marks.js';
import { repeatedMarks } from './mark/repeated-marks.js';
import { unreadMarks, unsetMarks } from './mark/unread-marks.js';
import { wholeMarks } from './mark/whole-marks.js';
import { oneWayForwarding } from './chain/filters.js';
import { forgottenOutput } from './mark/forgotten-output.js';
import { forwardingOff } from './chain/forwarding-off.js';
import { doubleRules, needlessRoutes } from './policy/idle-entries.js';
import { idlePolicyRules } from './policy/idle-policy-rules.js';
import { missingDevice } from './chain/missing-device.js';
import { bypassedAnswers } from './nat/bypassed-answers.js';
import { excessTranslation } from './nat/excess-translation.js';
import { strandedSources } from './nat/stranded-sources.js';
import { untranslatedNetworks } from './nat/untranslated-networks.js';
import { untranslatedDestinations, untranslatedPorts } from './nat/nat-order.js';
import { idleChainRules } from './chain/no-effect.js';
import { deadRoutes } from './route/dead-routes.js';
import { emptyTables, noLocalRule, orphanTables } from './policy/policy-tables.js';
import { priorityTies } from './policy/priority-ties.js';
import { strictReversePath } from './route/rp-filter.js';
import { noWayOut, refusedNetworks, unboundAnswers } from './policy/stray-answers.js';
import { turnedMetrics } from './route/wrong-metric.js';
import { lostGotos } from './policy/lost-gotos.js';
import { barredRoutes } from './route/barred-routes.js';
import { bitsOutsideMask } from './mark/bits-outside-mask.js';
import { nobodysSources } from './policy/nobodys-sources.js';
import { foreignSources } from './nat/foreign-sources.js';
import { halfTunnels } from './route/half-tunnels.js';
import { misplacedNetworks } from './chain/misplaced-networks.js';
import { loosePrefixes } from './chain/loose-prefixes.js';
import { routesOverLo } from './route/routes-over-lo.js';
import { unseenDevices } from './chain/unseen-devices.js';
import { boundSockets } from './policy/bound-sockets.js';
import { refusedExceptions } from './mark/refused-exceptions.js';
import { slippedMarks } from './mark/slipped-marks.js';
import { earlyRefusals } from './policy/early-refusals.js';
import { lostMarks } from './mark/lost-marks.js';
import { earlySaves } from './mark/early-saves.js';
import { turnedArrivals } from './mark/turned-arrivals.js';
import { droppedAnswers } from './chain/dropped-answers.js';
import { droppedTranslations } from './nat/dropped-translations.js';
import { ownProxies } from './mark/own-proxies.js';
import { returnedGateways } from './mark/returned-gateways.js';
import { unheardProxies } from './proxy/unheard-proxies.js';
import { nftMarks, tiedChains } from './nft/nft-marks.js';
import { strayedSources } from './policy/strayed-sources.js';
import { idlePolicy } from './policy/idle-policy.js';
import { needlessRules } from './policy/needless-rules.js';
import { leaksPastTunnel } from './wireguard/leaks-past-tunnel.js';
import { lostAnswers } from './wireguard/lost-answers.js';
import { endpointsInTunnel } from './wireguard/own-tunnel.js';
import { barePeers, nestedPrefixes } from './wireguard/shared-prefixes.js';

/** Every check, by what it looks for, in the order in which findings are reported. */
const CHECKS: Readonly<Record<string, Check>> = {
  'devices that are missing': missingDevice,
  'sets in which nothing is': emptySets,
  'rules of chains without effect': deadChainRules,
  'rules beside the path': rulesOffPath,
  'exceptions that come too late': idleChainRules,
  'ip rules without effect': deadPolicyRules,
  'exceptions that except nothing': idlePolicyRules,
  'ip rules that are there twice': doubleRules,
  'routes that change nothing': needlessRoutes,
  'tables without routes': emptyTables,
  'tables without rules': orphanTables,
  'table local': noLocalRule,
  'priority ties': priorityTies,
  'routes without effect': deadRoutes,
  'marks that are never read': unreadMarks,
  'marks that are never set': unsetMarks,
  'marks that come too late': lateMarks,
  'marks without a mask': wholeMarks,
  'marks that are set again': repeatedMarks,
  'marks that collide': collidingMarks,
  'marks that are overwritten': overwrittenMarks,
  'marks of connections': lostConnectionMarks,
  'sources that are not translated': untranslatedNetworks,
  'sources of another device': strandedSources,
  'answers that bypass the host': bypassedAnswers,
  'sources that need not be translated': excessTranslation,
  'addresses before their translation': untranslatedDestinations,
  'ports before their translation': untranslatedPorts,
  'networks that are connected elsewhere': shadowedNetworks,
  'ways out that are missing': noWayOut,
  'answers that take another way': unboundAnswers,
  'networks that are refused': refusedNetworks,
  'reverse path filters': strictReversePath,
  forwarding: forwardingOff,
  'one-way filters': oneWayForwarding,
  'routes that a policy bars': barredRoutes,
  'marks that own packets lack': forgottenOutput,
  'metrics that are turned round': turnedMetrics,
  'leaks when a device goes down': leaksWhenDown,
  'filters that let everything pass': openFilters,
  'users whose packets are routed again': lostUsers,
  'servers in their own tunnel': tunnelledServers,
  'jumps to rules that are missing': lostGotos,
  'bits that a mask leaves out': bitsOutsideMask,
  'sources that nobody has': nobodysSources,
  'sources of another way out': foreignSources,
  'halves of a default route': halfTunnels,
  'networks behind another device': misplacedNetworks,
  'prefixes that are too wide': loosePrefixes,
  'plain routes over lo': routesOverLo,
  'devices that no hook sees': unseenDevices,
  'sockets that are bound': boundSockets,
  'exceptions that are refused': refusedExceptions,
  'marks with a slip': slippedMarks,
  'rules that refuse too early': earlyRefusals,
  'marks that never last': lostMarks,
  'marks that are saved too early': earlySaves,
  'arrivals that are turned round': turnedArrivals,
  'answers that are dropped': droppedAnswers,
  'translations that are dropped': droppedTranslations,
  'proxies of this host': ownProxies,
  'proxies beside this host': returnedGateways,
  'proxies without a socket': unheardProxies,
  'sources led out elsewhere': strayedSources,
  'ip rules that do what main does': idlePolicy,
  'ip rules that nothing needs': needlessRules,
  'endpoints in their own tunnel': endpointsInTunnel,
  'peers without addresses': barePeers,
  'peers with addresses of others': nestedPrefixes,
  'answers of peers': lostAnswers,
  'leaks while a tunnel is down': leaksPastTunnel,
};

/** What is looked for on a host with rules of nft. */
const NFT_CHECKS: Readonly<Record<string, Check>> = {
  'marks of nft that come too late': nftMarks,
  'chains of nft that tie': tiedChains,
};

/** The checks for which it makes no difference that other rules may set marks, translate and drop. */
const BESIDE_NFT: ReadonlySet<string> = new Set([
  'devices that are missing',
  'sets in which nothing is',
  'ip rules without effect',
  'ip rules that are there twice',
  'routes that change nothing',
  'tables without routes',
  'tables without rules',
  'table local',
  'priority ties',
  'routes without effect',
  'metrics that are turned round',
  'halves of a default route',
  'jumps to rules that are missing',
  'proxies without a socket',
  'endpoints in their own tunnel',
  'peers without addresses',
  'peers with addresses of others',
  'answers of peers',
  'leaks while a tunnel is down',
]);

/** The checks for a host, and those that are left out since they know rules of iptables only. */
export function checksFor(withNft: boolean): {
  readonly checks: readonly (readonly [what: string, check: Check])[];
  readonly skipped: readonly string[];
} {
  if (!withNft) return { checks: Object.entries(CHECKS), skipped: [] };
  const kept = Object.entries(CHECKS).filter(([what]) => BESIDE_NFT.has(what));
  const skipped = Object.keys(CHECKS).filter((what) => !BESIDE_NFT.has(what));
  return { checks: [...kept, ...Object.entries(NFT_CHECKS)], skipped };
}
