import type { ErrnoName } from '../errno.js';
import type { Namespace } from './namespace.js';

/** What comes of a change to a namespace: the one that it leaves, or why the kernel refuses it. */
export type NamespaceEdit =
  | { readonly kind: 'edited'; readonly namespace: Namespace }
  | {
      readonly kind: 'refused';
      readonly error: ErrnoName;
      /** The kernel's own words beside the error number, without a full stop; undefined when it has none. */
      readonly text: string | undefined;
    };

/** The change that leaves this namespace. */
export function done(namespace: Namespace): NamespaceEdit {
  return { kind: 'edited', namespace };
}

/** The change that the kernel refuses. */
export function deny(error: ErrnoName, text?: string): NamespaceEdit {
  return { kind: 'refused', error, text };
}
