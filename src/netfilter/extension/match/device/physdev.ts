import { ALWAYS } from '../../../../predicate/predicate.js';
import { XtablesError } from '../../../xtables-error.js';
import type { MatchData, MatchExtension } from '../../extension.js';
import { openChoice } from '../../option/open-choice.js';
import type { ExtensionOption, GivenOption } from '../../option/option.js';

/** `-m physdev`. */
export interface PhysdevMatch extends MatchData {
  readonly name: 'physdev';
  readonly asked: Readonly<Partial<Record<PhysdevOption, PhysdevQuestion>>>;
}

interface PhysdevQuestion {
  readonly inverted: boolean;
  /** A port of a bridge, where one is asked for; a `+` at the end stands for any ending. */
  readonly port?: string;
}

/** In the order in which they're written. */
const OPTIONS = ['is-in', 'in', 'is-out', 'out', 'is-bridged'] as const;
type PhysdevOption = (typeof OPTIONS)[number];

/** Names of devices have fewer bytes than this. Source: `IFNAMSIZ`. */
const MAX_NAME = 16;

/**
 * The `physdev` match: on the ports of a bridge by which a packet comes and leaves. By which of its ports a packet came isn't known of one that came
 * by a bridge; any other has none. Source: `xt_physdev.c`, iptables-extensions(8).
 */
export const physdevMatch: MatchExtension<PhysdevMatch> = {
  name: 'physdev',
  families: [4, 6],
  options: {
    initial: { name: 'physdev', asked: {} },
    options: [
      portOption('in'),
      portOption('out'),
      flagOption('is-in'),
      flagOption('is-out'),
      flagOption('is-bridged'),
    ],
    finish(data, given) {
      if (given.size > 0) return data;
      throw new XtablesError('parameter', 'PHYSDEV: no physdev option specified');
    },
  },
  print: (data) => printQuestions(data).join(' '),
  list: (data) => ['PHYSDEV match', ...printQuestions(data)].join(' '),
  restrict: ({ asked }) => {
    const leaves = asked.out !== undefined || asked['is-out'] !== undefined;
    const bridged = asked['is-bridged']?.inverted === false;
    return leaves && !bridged ? { chains: ['PREROUTING', 'INPUT', 'FORWARD', 'POSTROUTING'] } : {};
  },
  predicate: (data, scope) =>
    holdsWithoutPorts(data) ? ALWAYS : scope.deviceOfKind('iif', 'bridge'),
  choice: (data, scope) => openChoice(holdsWithoutPorts(data), scope.deviceOfKind('iif', 'bridge')),
};

/** Of a packet that no bridge has brought the match holds when everything that is asked for is inverted. */
function holdsWithoutPorts({ asked }: PhysdevMatch): boolean {
  return Object.values(asked).every(({ inverted }) => inverted);
}

function portOption(option: 'in' | 'out'): ExtensionOption<PhysdevMatch> {
  return {
    name: `physdev-${option}`,
    words: 1,
    invertible: true,
    read: ({ asked, ...data }, given) => ({
      ...data,
      asked: { ...asked, [option]: { inverted: given.inverted, port: readPort(given) } },
    }),
  };
}

function flagOption(option: PhysdevOption): ExtensionOption<PhysdevMatch> {
  return {
    name: `physdev-${option}`,
    words: 0,
    invertible: true,
    read: ({ asked, ...data }, { inverted }) => ({
      ...data,
      asked: { ...asked, [option]: { inverted } },
    }),
  };
}

/** @throws XtablesError when no device can have that name */
function readPort(given: GivenOption): string {
  const { argument } = given;
  if (argument.length >= MAX_NAME) {
    throw new XtablesError(
      'parameter',
      `interface name \`${argument}' must be shorter than IFNAMSIZ (${MAX_NAME - 1})`,
    );
  }
  if (/[/ ]/.test(argument)) {
    given.notice(
      `Warning: weird character in interface \`${argument}' ('/' and ' ' are not allowed by the kernel).`,
    );
  }
  return argument;
}

function printQuestions({ asked }: PhysdevMatch): readonly string[] {
  return OPTIONS.flatMap((option) => {
    const question = asked[option];
    if (question === undefined) return [];
    const port = question.port === undefined ? '' : ` ${question.port}`;
    return [`${question.inverted ? '! ' : ''}--physdev-${option}${port}`];
  });
}
