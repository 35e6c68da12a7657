import type { ChainHook } from '../../../../netfilter/base-chain.js';
import type { BaseChainRequest } from '../../../../netfilter/nft/request/request.js';
import { EvaluationError } from '../../evaluate/evaluation-error.js';
import type { BaseChainSpec, ChainBlock, FamilyName } from '../../syntax/tree/block.js';
import type { Span } from '../../syntax/tree/span.js';
import type { StepOf } from '../expand.js';
import { evaluatePriority } from '../priority.js';
import { requireTable, type RunState } from '../state.js';
import { readDevices } from './read-devices.js';
import { spansBy, type PlannedRequest } from './planned.js';

const HOOKS: { readonly [Family in FamilyName]: readonly ChainHook[] } = {
  ip: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'],
  ip6: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'],
  inet: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING', 'INGRESS'],
  arp: ['INPUT', 'FORWARD', 'OUTPUT'],
  bridge: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'],
  netdev: ['INGRESS', 'EGRESS'],
};

/** `add chain`: what the kernel is asked for. Source: nft's `chain_evaluate`, `mnl_nft_chain_add`. */
export function planChain(step: StepOf<'chain'>, state: RunState): readonly PlannedRequest[] {
  requireTable(state, step);
  const { block, name, at } = step;
  if (block?.isOfUnknownType === true) {
    throw new EvaluationError('Could not process rule: No such file or directory', at);
  }
  const stated = block === undefined ? NOT_BASE : baseOf(step, block);
  const request = {
    kind: 'new chain' as const,
    chain: name.value,
    comment: block?.comment,
    exclusive: step.exclusive,
    family: step.family,
    table: step.table.value,
    base: stated.base,
    policy: stated.policy,
    offload: stated.offload,
    ...(stated.more === undefined ? {} : { more: stated.more }),
  };
  const devices = block?.devices && readDevices(block.devices);
  const spanOf: PlannedRequest['spanOf'] = (part) => {
    if (typeof part === 'object' && 'device' in part) return devices?.[part.device]?.at;
    return spansBy({
      table: step.table.at,
      chain: name.at,
      type: block?.base?.type.at,
      policy: block?.policy?.at,
      priority: block?.base?.priority.at,
      base: block?.base?.at,
      device: block?.devices?.at,
    })(part);
  };
  return [{ request, at, suggests: 'chain', name: name.value, spanOf }];
}

const NOT_BASE: BaseChainRequest = { base: undefined, policy: undefined, offload: false };

function baseOf({ family, name, at }: StepOf<'chain'>, block: ChainBlock): BaseChainRequest {
  const { base: spec, devices, offload } = block;
  const policy = policyOf(block, at === name.at ? at : block.at);
  const named = devices && readDevices(devices).map(({ name: device }) => device);
  if (spec === undefined) {
    if (named === undefined || devices === undefined) return { base: undefined, policy, offload };
    if (family !== 'netdev') throw notOfDevice(devices.at);
    return { base: undefined, policy, offload, more: named };
  }
  const hook = hookOf(family, spec);
  const priority = evaluatePriority(spec.priority, family, hook);
  const isOfDevice = hook === 'INGRESS' || hook === 'EGRESS';
  if (devices !== undefined && !isOfDevice) {
    throw notOfDevice(devices.at);
  }
  const base = {
    type: spec.type.value,
    hook,
    priority,
    ...(named === undefined ? {} : { devices: named }),
    ...(offload ? { offload } : {}),
  };
  return { base, policy, offload };
}

function notOfDevice(at: Span): EvaluationError {
  return new EvaluationError('This chain type cannot be bound to device', at);
}

function hookOf(family: FamilyName, { hook }: BaseChainSpec): ChainHook {
  const found = HOOKS[family].find((one) => one.toLowerCase() === hook.value);
  if (found !== undefined) return found;
  throw new EvaluationError(`The ${family} family does not support this hook`, hook.at);
}

function policyOf({ policy }: ChainBlock, blame: Span): 'ACCEPT' | 'DROP' | undefined {
  if (policy === undefined) return undefined;
  if (policy.kind === 'policy') return policy.policy === 'drop' ? 'DROP' : 'ACCEPT';
  const { value } = policy;
  const word = value.kind === 'symbol' ? value.text : undefined;
  if (word === 'drop') return 'DROP';
  if (word === 'accept') return 'ACCEPT';
  const wrong = new EvaluationError('wrong policy', value.at);
  throw new EvaluationError('invalid policy expression variable', blame, [], [wrong]);
}
