import type { Family } from '../../../address/family.js';
import { PROTOCOL } from '../../../packet/protocol.js';
import { XtablesError } from '../../xtables-error.js';
import type { TargetData, TargetExtension } from '../extension.js';

/** `-j REJECT`. */
export interface RejectTarget extends TargetData {
  readonly name: 'REJECT';
  /** What is sent back, by its long name; undefined for the port-unreachable error that goes without saying. */
  readonly answer: string | undefined;
}

/** One thing that can be sent back: an ICMP error, or a TCP reset when it has no code. */
interface Answer {
  readonly name: string;
  readonly alias: string;
  readonly icmp?: { readonly type: number; readonly code: number };
}

/** In the order in which the tool looks for the beginning that was typed. */
const ANSWERS: Readonly<Record<Family, readonly Answer[]>> = {
  4: [
    { name: 'icmp-net-unreachable', alias: 'net-unreach', icmp: { type: 3, code: 0 } },
    { name: 'icmp-host-unreachable', alias: 'host-unreach', icmp: { type: 3, code: 1 } },
    { name: 'icmp-proto-unreachable', alias: 'proto-unreach', icmp: { type: 3, code: 2 } },
    { name: 'icmp-port-unreachable', alias: 'port-unreach', icmp: { type: 3, code: 3 } },
    { name: 'icmp-net-prohibited', alias: 'net-prohib', icmp: { type: 3, code: 9 } },
    { name: 'icmp-host-prohibited', alias: 'host-prohib', icmp: { type: 3, code: 10 } },
    { name: 'tcp-reset', alias: 'tcp-rst' },
    { name: 'icmp-admin-prohibited', alias: 'admin-prohib', icmp: { type: 3, code: 13 } },
  ],
  6: [
    { name: 'icmp6-no-route', alias: 'no-route', icmp: { type: 1, code: 0 } },
    { name: 'icmp6-adm-prohibited', alias: 'adm-prohibited', icmp: { type: 1, code: 1 } },
    { name: 'icmp6-addr-unreachable', alias: 'addr-unreach', icmp: { type: 1, code: 3 } },
    { name: 'icmp6-port-unreachable', alias: 'port-unreach', icmp: { type: 1, code: 4 } },
    { name: 'tcp-reset', alias: 'tcp-reset' },
    { name: 'icmp6-policy-fail', alias: 'policy-fail', icmp: { type: 1, code: 5 } },
    { name: 'icmp6-reject-route', alias: 'reject-route', icmp: { type: 1, code: 6 } },
  ],
};

/** An answer of old. */
const ECHO = ['echo-reply', 'echoreply'];

const DEFAULT: Readonly<Record<Family, string>> = {
  4: 'icmp-port-unreachable',
  6: 'icmp6-port-unreachable',
};

/** What nft calls the answers that it doesn't take for granted. */
const NFT_NAMES: Readonly<Record<Family, ReadonlyMap<string, string>>> = {
  4: new Map([
    ['icmp-net-unreachable', 'net-unreachable'],
    ['icmp-host-unreachable', 'host-unreachable'],
    ['icmp-proto-unreachable', 'prot-unreachable'],
    ['icmp-net-prohibited', 'net-prohibited'],
    ['icmp-host-prohibited', 'host-prohibited'],
    ['icmp-admin-prohibited', 'admin-prohibited'],
  ]),
  6: new Map([
    ['icmp6-no-route', 'no-route'],
    ['icmp6-adm-prohibited', 'admin-prohibited'],
    ['icmp6-addr-unreachable', 'addr-unreachable'],
    ['icmp6-policy-fail', 'policy-fail'],
    ['icmp6-reject-route', 'reject-route'],
  ]),
};

/** The `REJECT` target: drops the packet and answers its sender. Source: `ipt_REJECT.c`, `ip6t_REJECT.c`, iptables-extensions(8). */
export const rejectTarget: TargetExtension<RejectTarget> = {
  name: 'REJECT',
  families: [4, 6],
  options: {
    initial: { name: 'REJECT', answer: undefined },
    options: [
      {
        name: 'reject-with',
        words: 1,
        read(data, given) {
          const typed = given.argument.toLowerCase();
          const answer = ANSWERS[given.family].find(
            ({ name, alias }) => name.startsWith(typed) || alias.startsWith(typed),
          );
          if (answer !== undefined) return { ...data, answer: answer.name };
          if (given.family === 4 && ECHO.some((name) => name.startsWith(typed))) {
            given.notice('--reject-with echo-reply no longer supported');
          }
          throw new XtablesError('parameter', `unknown reject type "${given.argument}"`);
        },
      },
    ],
  },
  print: ({ answer }, family) => `--reject-with ${answer ?? DEFAULT[family]}`,
  list: ({ answer }, { family }) => `reject-with ${answer ?? DEFAULT[family]}`,
  translate({ answer }, { family }) {
    const name = answer ?? DEFAULT[family];
    if (name === DEFAULT[family]) return 'reject';
    if (name === 'tcp-reset') return 'reject with tcp reset';
    return `reject with ${family === 4 ? 'icmp' : 'icmpv6'} type ${NFT_NAMES[family].get(name) ?? name}`;
  },
  restrict: ({ answer }) => ({
    tables: ['filter'],
    hooks: ['INPUT', 'FORWARD', 'OUTPUT'],
    ...(answer === 'tcp-reset' ? { protocols: [PROTOCOL.tcp] } : {}),
  }),
  effect({ answer }, { family }) {
    const name = answer ?? DEFAULT[family];
    const icmp = ANSWERS[family].find((one) => one.name === name)?.icmp ?? 'reset';
    return [
      {
        when: { kind: 'all', of: [] },
        assignments: [],
        next: 'DROP',
        answer: icmp,
      },
    ];
  },
};
