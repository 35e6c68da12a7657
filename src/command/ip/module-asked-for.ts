import { loadTunnelModule, moduleAskedFor } from '../../machine/tunnel-devices.js';
import type { LinkKind } from '../../namespace/link-kind/link-kinds.js';
import type { Namespace } from '../../namespace/namespace.js';
import type { CommandContext } from '../command.js';
import { Refusal } from '../refusal.js';

/** A tool asks the kernel for a device by a name that stands for a module of tunnels: thrown by look-ups of names, caught by {@link withModules}. */
class ModuleAskedFor extends Error {
  override readonly name = 'ModuleAskedFor';

  constructor(readonly kind: LinkKind) {
    super(kind);
  }
}

/** Has the module loaded that a name stands for which no device has. */
export function askForModule(namespace: Namespace, name: string): void {
  const kind = moduleAskedFor(namespace, name);
  if (kind !== undefined) throw new ModuleAskedFor(kind);
}

/**
 * Runs a tool that asks for devices by name. When a name has a module loaded, all begins again on the machine with it: until then nothing has changed.
 *
 * @param refuse - called where the devices of the module have no place
 */
export function withModules<Context extends Pick<CommandContext, 'machine'>, Result>(
  context: Context,
  run: (context: Context) => Result,
  refuse: () => never,
): Result {
  try {
    return run(context);
  } catch (error) {
    if (!(error instanceof ModuleAskedFor)) throw error;
    const edit = loadTunnelModule(context.machine, error.kind);
    if (edit.kind === 'refused') return refuse();
    const { machine } = edit;
    return leaving(machine, () => withModules({ ...context, machine }, run, refuse));
  }
}

/** What the kernel has done by then, such as to load a module, stays when it or the tool refuses. */
export function leaving<Result>(machine: CommandContext['machine'], run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Refusal) || error.machine !== undefined) throw error;
    throw error.unsimulated === undefined ? error.leaving(machine) : error;
  }
}
