import { FALSE } from '../../engine/diagram.js';
import { findPoint } from '../../packets/find-point.js';
import { packetAt } from '../../packets/point.js';
import type { Check } from '../check.js';
import { makeFinding, type Finding } from '../finding.js';
import { isInTime } from './mark-words.js';

/** Rules of mangle OUTPUT that change the mark of a user's packets, so that the rule for the user no longer finds them. */
export const lostUsers: Check = (facts) => {
  const users = facts.rules.filter(
    ({ uidrange, fwmark }) => uidrange !== undefined && uidrange.from > 0 && fwmark === undefined,
  );
  const writes = facts.marks.writes.filter(
    ({ to, at }) => to === 'mark' && at.hooks.includes('OUTPUT') && isInTime(at.table, 'OUTPUT'),
  );
  return writes.flatMap(({ at }) =>
    users.flatMap((rule): readonly Finding[] => {
      const uid = rule.uidrange?.from ?? 0;
      const { space } = facts.reach;
      const { diagram } = space;
      const held = facts.reach.of(at.rule).find(({ hook }) => hook === 'OUTPUT')?.held ?? FALSE;
      const theirs = diagram.all([
        held,
        facts.reach.isUid(uid),
        facts.reach.isAddress('dst', facts.far),
      ]);
      if (theirs === FALSE) return [];
      const found = packetAt(
        findPoint(diagram, theirs, facts.family, 'sent'),
        [],
        facts.family,
        'sent',
      );
      const packet = { ...found, ttl: 0, sport: undefined };
      const { outcome, rule: decided, table } = facts.send(packet);
      const before = facts.route({ to: facts.far, uid });
      if (outcome.kind !== 'transmit' || before === undefined || before.device === outcome.dev)
        return [];
      // A rule that asks for the new mark means it so.
      if (decided !== undefined && / fwmark /.test(decided.text) && !decided.text.startsWith('not'))
        return [];
      return [
        makeFinding({
          kind: 'leak',
          ...facts.aboutChainRule(at),
          also: [rule.written, table?.written],
          text: `${facts.sayChainRule(at)} changes the mark of packets of uid ${uid}, so they are routed again as packets of root: ${facts.sayRule(rule)} no longer takes them, and they leave by ${outcome.dev}`,
        }),
      ];
    }),
  );
};
