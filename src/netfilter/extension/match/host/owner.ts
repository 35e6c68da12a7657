import { ACCOUNT_DATABASE, type AccountKind } from '../../../../databases/accounts.js';
import { unless, type Part } from '../../../../predicate/part.js';
import {
  ALWAYS,
  any,
  equals,
  inRange,
  invertedIf,
  NEVER,
} from '../../../../predicate/predicate.js';
import { OWNED, WITHOUT_SOCKET } from '../../../sender-socket.js';
import { XtablesError } from '../../../xtables-error.js';
import type { ListStyle, MatchData, MatchExtension } from '../../extension.js';
import { readLeadingNumber } from '../../option/number/number.js';
import type { ExtensionOption, GivenOption } from '../../option/option.js';
import { nftNot, nftSpan } from '../../option/nft-words.js';

/** Users or groups from `from` to `to`, both included, possibly inverted. */
export interface AccountRange {
  readonly from: number;
  readonly to: number;
  readonly inverted: boolean;
}

/** `-m owner --uid-owner USER --gid-owner GROUP --socket-exists`. */
export interface OwnerMatch extends MatchData {
  readonly name: 'owner';
  readonly uid: AccountRange | undefined;
  readonly gid: AccountRange | undefined;
  readonly socket: { readonly inverted: boolean } | undefined;
  /** The group may also be a supplementary one; a simulated sender has none. */
  readonly supplementary: boolean;
}

/** One less than -1, which stands for no account. */
const MAX_ACCOUNT = 0xfffffffe;

/** The `owner` match: on the socket that sent the packet. Source: `xt_owner.c`, iptables-extensions(8). */
export const ownerMatch: MatchExtension<OwnerMatch> = {
  name: 'owner',
  families: [4, 6],
  entries: { kind: 'older', families: [4, 6] },
  options: {
    initial: {
      name: 'owner',
      uid: undefined,
      gid: undefined,
      socket: undefined,
      supplementary: false,
    },
    options: [
      accountOption('uid'),
      accountOption('gid'),
      {
        name: 'socket-exists',
        words: 0,
        invertible: true,
        read: (data, { inverted }) => ({ ...data, socket: { inverted } }),
      },
      {
        name: 'suppl-groups',
        words: 0,
        read(data) {
          if (data.gid === undefined) {
            throw badValue('--suppl-groups', 'you need to use --gid-owner first');
          }
          return { ...data, supplementary: true };
        },
      },
    ],
    finish(data, given) {
      if (given.size > 0) return data;
      throw new XtablesError(
        'parameter',
        'owner: At least one of --uid-owner, --gid-owner or --socket-exists is required',
      );
    },
  },
  print: ({ uid, gid, socket, supplementary }) =>
    [
      ...(socket === undefined ? [] : [`${not(socket)}--socket-exists`]),
      ...(uid === undefined ? [] : [`${not(uid)}--uid-owner ${printRange(uid)}`]),
      ...(gid === undefined ? [] : [`${not(gid)}--gid-owner ${printRange(gid)}`]),
      ...(supplementary ? ['--suppl-groups'] : []),
    ].join(' '),
  list: ({ uid, gid, socket, supplementary }, style) =>
    [
      ...(socket === undefined ? [] : [`${not(socket)}owner socket exists`]),
      ...(uid === undefined ? [] : [`${not(uid)}owner UID match ${listRange('uid', uid, style)}`]),
      ...(gid === undefined ? [] : [`${not(gid)}owner GID match ${listRange('gid', gid, style)}`]),
      ...(supplementary ? ['incl. suppl. groups'] : []),
    ].join(' '),
  translate({ uid, gid, socket, supplementary }) {
    if (socket !== undefined || supplementary) return undefined;
    if (uid !== undefined && gid === undefined) {
      return `skuid ${nftNot(uid)}${nftSpan(uid.from, uid.to)}`;
    }
    if (gid !== undefined && uid === undefined) {
      return `skgid ${nftNot(gid)}${nftSpan(gid.from, gid.to)}`;
    }
    return undefined;
  },
  asNft({ uid, gid, socket, supplementary }) {
    if (supplementary) return { without: '-m owner --suppl-groups' };
    // nft reads owners, and the kernel's own sockets have none.
    if (socket !== undefined) return { without: `-m owner ${not(socket)}--socket-exists` };
    const given = [ownerForm('uid', uid), ownerForm('gid', gid)].filter((one) => one !== undefined);
    const ranges = [uid, gid].filter((one) => one !== undefined);
    // Without a socket nft can't read its owner; to iptables what has none is not of that owner.
    if (!ranges.every(({ inverted }) => inverted)) return given.join(' ');
    if (ranges.length > 1) return { without: '-m owner with ! --uid-owner and ! --gid-owner' };
    const words = given.join(' ');
    return { unless: [words.replace('!= ', '')], where: words };
  },
  restrict: ({ uid, gid }) => ({
    hooks: ['OUTPUT', 'POSTROUTING'],
    ...([uid, gid].some((range) => range !== undefined && range.from > range.to)
      ? { refused: 'EINVAL' }
      : {}),
  }),
  parts({ uid, gid, socket }) {
    const given = [uid, gid, socket].filter((part) => part !== undefined);
    // Without a socket the match holds when everything that is asked for is inverted.
    const unowned = given.every(({ inverted }) => inverted) ? ALWAYS : NEVER;
    const exists = { option: 'socket-exists', has: ['socket', 'kernelSocket'] } as const;
    // One of the kernel is nobody's: there only an inverted owner holds.
    const isNobodys = [uid, gid].every((range) => range === undefined || range.inverted);
    const ofKernel = isNobodys ? equals('kernelSocket', 1) : NEVER;
    return [
      { when: any([OWNED, ofKernel, unowned]), words: { ...exists, needs: '1' } },
      ...(socket?.inverted === true
        ? [{ when: WITHOUT_SOCKET, words: { ...exists, needs: '0' } }]
        : []),
      ...ownedPart('uid', uid),
      ...ownedPart('gid', gid),
    ];
  },
};

/** What a socket's owner has to be; where there is no socket another part decides. */
function ownedPart(kind: AccountKind, range: AccountRange | undefined): readonly Part[] {
  if (range === undefined) return [];
  const when = any([
    equals('socket', 0),
    invertedIf(range.inverted, inRange(kind, range.from, range.to)),
  ]);
  const needs = unless(range.inverted, printRange(range));
  return [{ when, words: { option: `${kind}-owner`, needs, has: [kind] } }];
}

function accountOption(kind: AccountKind): ExtensionOption<OwnerMatch> {
  return {
    name: `${kind}-owner`,
    words: 1,
    invertible: true,
    read: (data, given) => ({
      ...data,
      [kind]: { ...readAccounts(kind, given), inverted: given.inverted },
    }),
  };
}

function readAccounts(
  kind: AccountKind,
  { argument: text, databases }: GivenOption,
): { from: number; to: number } {
  const named = databases[ACCOUNT_DATABASE[kind]].numberOf(text);
  if (named !== undefined) return { from: named, to: named };
  const from = readLeadingNumber(text, 0, MAX_ACCOUNT);
  if (from === undefined) throw badValue(`--${kind}-owner`, text);
  if (from.rest === '') return { from: from.value, to: from.value };
  const to = /^[-:]/.test(from.rest)
    ? readLeadingNumber(from.rest.slice(1), 0, MAX_ACCOUNT)
    : undefined;
  if (to?.rest !== '') throw badValue(`--${kind}-owner`, text);
  return { from: from.value, to: to.value };
}

function badValue(option: string, value: string): XtablesError {
  return new XtablesError('parameter', `owner: Bad value for "${option}" option: "${value}"`);
}

function printRange({ from, to }: AccountRange): string {
  return from === to ? String(from) : `${from}-${to}`;
}

function listRange(
  kind: AccountKind,
  range: AccountRange,
  { numeric, databases }: ListStyle,
): string {
  const isNamed = range.from === range.to && !numeric;
  const single = isNamed ? databases[ACCOUNT_DATABASE[kind]].nameOf(range.from) : undefined;
  return single ?? printRange(range);
}

function not({ inverted }: { readonly inverted: boolean }): string {
  return inverted ? '! ' : '';
}

function ownerForm(kind: AccountKind, range: AccountRange | undefined): string | undefined {
  return range && `meta sk${kind} ${nftNot(range)}${nftSpan(range.from, range.to)}`;
}
