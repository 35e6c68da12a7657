import type { Family, Host, Packet } from 'nexthop';
import { ConnectionTracker } from '../../src/evaluate/connection-tracker.js';
import { SocketKeeper } from '../../src/evaluate/socket-keeper.js';
import { evaluate } from '../../src/evaluate/evaluate.js';
import { RememberingChooser } from '../../src/evaluate/chooser.js';
import { keepersOf } from '../../src/evaluate/keepers.js';
import { packetRegisters } from '../../src/evaluate/registers.js';
import { lowerNamespace } from '../../src/path/lower-namespace.js';
import type { Predicate } from '../../src/predicate/predicate.js';
import type { Program } from '../../src/program/program.js';

/** What packets have reached: for each test and look-up of a program, whether it held. */
export type Coverage = ReadonlyMap<string, string>;

/** Sends packets, each through the host as it was, and returns which outcomes of which tests they saw: `12 true`, with what was tested. */
export function coverageOf(host: Host, family: Family, packets: Iterable<Packet>): Coverage {
  const program = observable(lowerNamespace(host.namespace, family));
  const { traffic } = host.namespace;
  const sockets = new SocketKeeper(traffic.sockets);
  const seen = new Map<string, string>();
  const keys = new Map(
    program.steps.map((step, id) => [step, { held: `${id} true`, missed: `${id} false` }]),
  );
  for (const packet of packets) {
    evaluate(
      program,
      packet.iif === undefined ? program.output : program.input,
      packetRegisters(packet, host.namespace),
      {
        chooser: new RememberingChooser(traffic.choices, keepersOf(traffic)),
        tracker: new ConnectionTracker(traffic.connections4),
        sockets,
      },
      {
        step: ({ step, held }) => {
          if (step.kind !== 'test' && step.kind !== 'lookup') return;
          const key = keys.get(step)?.[held ? 'held' : 'missed'] ?? '';
          if (seen.has(key)) return;
          seen.set(key, JSON.stringify(step.kind === 'test' ? step.when : step.table.ids));
        },
      },
    );
  }
  return seen;
}

/** What the rules of a host test, as {@link coverageOf} writes it. */
export function rulesOf(host: Host, family: Family): readonly string[] {
  return lowerNamespace(host.namespace, family).steps.flatMap((step) => {
    const isRule = step.note?.kind === 'rule' || step.note?.kind === 'chain-rule';
    return step.kind === 'test' && isRule && !isConstant(step.when)
      ? [JSON.stringify(step.when)]
      : [];
  });
}

/** A rule without matches takes every packet. */
function isConstant(when: Predicate): boolean {
  return 'of' in when && Array.isArray(when.of) && when.of.length === 0;
}

/** The program with a note on every test, so that each is reported. */
function observable(program: Program): Program {
  return {
    ...program,
    steps: program.steps.map((step) =>
      (step.kind === 'test' || step.kind === 'lookup') && step.note === undefined
        ? { ...step, note: { kind: 'loopback' } }
        : step,
    ),
  };
}
