import type { Check } from './check.js';
import { lostConnectionMarks } from './connection-marks.js';
import { deadChainRules } from './dead-chain-rules.js';
import { deadPolicyRules } from './dead-policy-rules.js';
import { lateMarks, overwrittenMarks, unreadMarks, unsetMarks, wholeMarks } from './marks.js';
import { idlePolicyRules } from './idle-policy-rules.js';
import { missingDevice } from './missing-device.js';
import {
  bypassedAnswers,
  excessTranslation,
  strandedSources,
  untranslatedNetworks,
} from './missing-snat.js';
import { idleChainRules } from './no-effect.js';
import { deadRoutes, emptyTables, noLocalRule, orphanTables, priorityTies } from './policy-tables.js';

/** Every check, by what it looks for, in the order in which findings are told. */
export const CHECKS: Readonly<Record<string, Check>> = {
  'devices that are missing': missingDevice,
  'rules of chains without effect': deadChainRules,
  'exceptions that come too late': idleChainRules,
  'ip rules without effect': deadPolicyRules,
  'exceptions that except nothing': idlePolicyRules,
  'tables without routes': emptyTables,
  'tables without rules': orphanTables,
  'table local': noLocalRule,
  'priority ties': priorityTies,
  'routes without effect': deadRoutes,
  'marks that are never read': unreadMarks,
  'marks that are never set': unsetMarks,
  'marks that come too late': lateMarks,
  'marks without a mask': wholeMarks,
  'marks that are overwritten': overwrittenMarks,
  'marks of connections': lostConnectionMarks,
  'sources that are not translated': untranslatedNetworks,
  'sources of another device': strandedSources,
  'answers that bypass the host': bypassedAnswers,
  'sources that need not be translated': excessTranslation,
};
