import { TABLE } from '../../../fib/route.js';
import { namespaceOf } from '../../../machine/machine.js';
import type { CommandResult } from '../../command.js';
import { refuse, succeed } from '../../result.js';
import type { Words } from '../arguments.js';
import type { IpContext } from '../ip-context.js';
import { parseSelector } from './read/parse-selector.js';
import { printRoutes } from './print-route.js';
import { hiddenParts } from './route-selector.js';
import { selectedFamilies, selectRoutes } from './select-routes.js';

/** `ip route show`. */
export function showRoutes(context: IpContext, words: Words): CommandResult {
  const namespace = namespaceOf(context.machine, context.namespace);
  const selector = parseSelector(words, context, namespace);
  const printing = { context, namespace, hidden: hiddenParts(selector) };
  const selection = selectRoutes(namespace, selectedFamilies(context.family, selector), selector);
  if (selection.kind === 'routes') {
    const messages = selection.routes.map(({ message }) => message);
    return succeed(context.machine, printRoutes(messages, printing));
  }
  // A host without any route has no table main, which the tool doesn't mind.
  const nothing = printRoutes([], printing);
  if (selection.missingTable && selector.table === TABLE.main) {
    return succeed(context.machine, nothing);
  }
  const refusal = refuse(context, 2, `${selection.stderr}Dump terminated\n`);
  return { ...refusal, stdout: nothing };
}
