import type { StepEvent } from '../../evaluate/evaluate.js';
import { sendPacket } from '../../evaluate/send-packet.js';
import type { Namespace } from '../../namespace/namespace.js';
import type { Packet } from '../../packet/packet.js';
import { chainRuleOf, ruleOf } from '../../program/step.js';

/** How many packets came to each rule and route, and met it. */
export class Visits {
  readonly #reached = new Map<object, number>();
  readonly #met = new Map<object, number>();
  /** The same for the packet under way, which can come to a rule several times. */
  readonly #now = new Map<object, boolean>();
  /** The chain rule of the last step: each of its conditions is a step, of which the last says whether it matched. */
  #last: { readonly rule: object; readonly before: boolean } | undefined;

  /** Sends a packet and counts what it comes to; gives the namespace that it leaves behind. */
  send(namespace: Namespace, packet: Packet): Namespace {
    const sent = sendPacket(namespace, packet, { step: (event) => this.#add(event) });
    this.#endPacket();
    return sent.namespace;
  }

  /** How many packets came to a rule, or took a route, and how many met it. */
  of(item: object): { readonly reached: number; readonly met: number } {
    return { reached: this.#reached.get(item) ?? 0, met: this.#met.get(item) ?? 0 };
  }

  #add({ step, held, found }: StepEvent): void {
    const chainRule = chainRuleOf(step);
    if (chainRule !== undefined) {
      const again = this.#last?.rule === chainRule;
      const before = again ? (this.#last?.before ?? false) : (this.#now.get(chainRule) ?? false);
      this.#now.set(chainRule, before || held);
      this.#last = { rule: chainRule, before };
      return;
    }
    this.#last = undefined;
    const rule = ruleOf(step);
    if (rule !== undefined) this.#now.set(rule, (this.#now.get(rule) ?? false) || held);
    const route = held && step.kind === 'lookup' ? found?.resolution.route : undefined;
    if (route !== undefined) this.#now.set(route, true);
  }

  #endPacket(): void {
    for (const [item, met] of this.#now) {
      this.#reached.set(item, (this.#reached.get(item) ?? 0) + 1);
      if (met) this.#met.set(item, (this.#met.get(item) ?? 0) + 1);
    }
    this.#now.clear();
    this.#last = undefined;
  }
}
