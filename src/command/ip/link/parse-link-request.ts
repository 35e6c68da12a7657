import { Refusal } from '../../refusal.js';
import { namespaceOf } from '../../../machine/machine.js';
import { EXIT_USAGE, refuseDuplicate, Words } from '../arguments.js';
import type { IpContext } from '../ip-context.js';
import { readLinkOption, type LinkRequestContext } from './link-options.js';
import { emptyRequest, type LinkRequest, type LinkRequestDraft } from './link-request.js';

/** What reading a request of a command depends on. */
export function requestContext(context: IpContext, create: boolean): LinkRequestContext {
  const { machine, names } = context;
  return { machine, names, namespace: namespaceOf(machine, context.namespace), create };
}

/** Reads the words of a request, up to the end or to the kind of device. @throws Refusal in the tool's words. Source: `iplink_parse` of iproute2. */
export function parseLinkRequest(words: Words, context: LinkRequestContext): LinkRequest {
  const draft = emptyRequest();
  let word: string | undefined;
  while (draft.type === undefined && (word = words.take()) !== undefined) {
    readLinkOption(word, draft, words, context);
  }
  checkTogether(draft, context.create);
  // A device that is given its own name isn't renamed.
  if (!context.create && draft.name === draft.dev) draft.name = undefined;
  return draft;
}

/** Reads the words of the other end of a veth, after `peer`. @throws Refusal in the tool's words. Source: `veth_parse_opt` of iproute2. */
export function parsePeer(
  context: IpContext,
  rest: readonly string[],
  create: boolean,
): LinkRequest {
  const peer = parseLinkRequest(new Words(rest), requestContext(context, create));
  if (peer.type !== undefined) refuseDuplicate('type', peer.type.kind);
  return peer;
}

function checkTogether(draft: LinkRequestDraft, create: boolean): void {
  draft.dev ??= draft.name;
  if (draft.index !== undefined && !create && draft.netns === undefined) {
    refuse('index can be used only when creating devices or when moving device to another netns.');
  }
  if (draft.group !== undefined && draft.dev === undefined) {
    const [garbage] = draft.type?.rest ?? [];
    if (garbage !== undefined) {
      refuse(`Garbage instead of arguments "${garbage} ...". Try "ip link help".`);
    }
    if (create) refuse('group cannot be used when creating devices.');
    return;
  }
  if (!create && draft.dev === undefined) {
    refuse('Not enough information: "dev" argument is required.');
  }
  if (create && draft.name !== undefined && draft.name !== draft.dev) {
    refuse('both "name" and "dev" cannot be used when creating devices.');
  }
}

function refuse(line: string): never {
  throw new Refusal(EXIT_USAGE, `${line}\n`);
}
