import { assertNever } from '../../../assert-never.js';
import type { Netfilter } from '../../netfilter.js';
import { holdRegistered } from '../../registered-since.js';
import { checkNames } from '../check/check-names.js';
import { deleteChain, newChain } from './chain-requests.js';
import { newElements, removeElements } from './element-requests.js';
import { deleteFlowtable, deleteObject, newFlowtable, newObject } from './object-requests.js';
import type { Answer } from './refusal.js';
import { renameChain } from './rename-chain.js';
import type { Request } from './request.js';
import { deleteRule, newRule } from './rule-requests.js';
import { deleteSet, newSet } from './set-requests.js';
import { deleteTable, newTable } from './table-requests.js';

/** What the kernel makes of netfilter when it's asked for something. Source: `nfnetlink_rcv_batch`. */
export function applyRequest(netfilter: Netfilter, request: Request): Answer {
  return checkNames(request) ?? carryOut(netfilter, request);
}

/** What becomes of netfilter by a request whose names are none too long. Source: `nf_tables_cb`. */
export function carryOut(netfilter: Netfilter, request: Request): Answer {
  switch (request.kind) {
    case 'new table':
      return newTable(netfilter, request);
    case 'delete table':
      return deleteTable(holdRegistered(netfilter), request);
    case 'new chain':
      return newChain(netfilter, request);
    case 'rename chain':
      return renameChain(netfilter, request);
    case 'delete chain':
      return deleteChain(holdRegistered(netfilter), request);
    case 'new rule':
      return newRule(netfilter, request);
    case 'delete rule':
      return deleteRule(netfilter, request);
    case 'new set':
      return newSet(netfilter, request);
    case 'delete set':
      return deleteSet(netfilter, request);
    case 'new elements':
      return newElements(netfilter, request);
    case 'delete elements':
      return removeElements(netfilter, request);
    case 'new object':
      return newObject(netfilter, request);
    case 'delete object':
      return deleteObject(netfilter, request);
    case 'new flowtable':
      return newFlowtable(netfilter, request);
    case 'delete flowtable':
      return deleteFlowtable(netfilter, request);
    default:
      return assertNever(request);
  }
}
