import type { Check } from './check.js';
import { lostConnectionMarks } from './connection-marks.js';
import { shadowedNetworks } from './connected-networks.js';
import { collidingMarks } from './colliding-marks.js';
import { emptySets } from './empty-sets.js';
import { deadChainRules } from './dead-chain-rules.js';
import { rulesOffPath } from './dead-on-path.js';
import { deadPolicyRules } from './dead-policy-rules.js';
import { leaksWhenDown } from './leaks-when-down.js';
import { lostUsers } from './lost-users.js';
import { openFilters } from './open-filters.js';
import { tunnelledServers } from './tunnelled-servers.js';
import { lateMarks } from './late-marks.js';
import { overwrittenMarks } from './overwritten-marks.js';
import { repeatedMarks } from './repeated-marks.js';
import { unreadMarks, unsetMarks } from './unread-marks.js';
import { wholeMarks } from './whole-marks.js';
import { oneWayForwarding } from './filters.js';
import { forgottenOutput } from './forgotten-output.js';
import { forwardingOff } from './forwarding-off.js';
import { doubleRules, needlessRoutes } from './idle-entries.js';
import { idlePolicyRules } from './idle-policy-rules.js';
import { missingDevice } from './missing-device.js';
import { bypassedAnswers } from './bypassed-answers.js';
import { excessTranslation } from './excess-translation.js';
import { strandedSources } from './stranded-sources.js';
import { untranslatedNetworks } from './untranslated-networks.js';
import { untranslatedDestinations, untranslatedPorts } from './nat-order.js';
import { idleChainRules } from './no-effect.js';
import { deadRoutes } from './dead-routes.js';
import { emptyTables, noLocalRule, orphanTables } from './policy-tables.js';
import { priorityTies } from './priority-ties.js';
import { strictReversePath } from './rp-filter.js';
import { noWayOut, refusedNetworks, unboundAnswers } from './stray-answers.js';
import { turnedMetrics } from './wrong-metric.js';
import { lostGotos } from './lost-gotos.js';
import { barredRoutes } from './barred-routes.js';
import { bitsOutsideMask } from './bits-outside-mask.js';
import { nobodysSources } from './nobodys-sources.js';
import { foreignSources } from './foreign-sources.js';
import { halfTunnels } from './half-tunnels.js';
import { misplacedNetworks } from './misplaced-networks.js';
import { loosePrefixes } from './loose-prefixes.js';
import { routesOverLo } from './routes-over-lo.js';
import { unseenDevices } from './unseen-devices.js';
import { boundSockets } from './bound-sockets.js';
import { refusedExceptions } from './refused-exceptions.js';
import { slippedMarks } from './slipped-marks.js';
import { earlyRefusals } from './early-refusals.js';
import { lostMarks } from './lost-marks.js';
import { earlySaves } from './early-saves.js';
import { turnedArrivals } from './turned-arrivals.js';
import { droppedAnswers } from './dropped-answers.js';
import { droppedTranslations } from './dropped-translations.js';
import { ownProxies } from './own-proxies.js';
import { returnedGateways } from './returned-gateways.js';
import { strayedSources } from './strayed-sources.js';
import { idlePolicy } from './idle-policy.js';
import { needlessRules } from './needless-rules.js';

/** Every check, by what it looks for, in the order in which findings are told. */
export const CHECKS: Readonly<Record<string, Check>> = {
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
  'sources led out elsewhere': strayedSources,
  'ip rules that do what main does': idlePolicy,
  'ip rules that nothing needs': needlessRules,
};
