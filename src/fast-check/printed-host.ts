import * as fc from 'fast-check';
import { Host } from '../host/host.js';
import type { Script } from './script.js';

/** A host can't be changed, so its script is kept beside it. */
const scripts = new WeakMap<Host, Script>();

/** The host that a script has made, which fast-check's reports show as the script. */
export class PrintedHost extends Host {
  constructor(script: Script) {
    super(script.host.machine, script.host.namespaceName);
    scripts.set(this, script);
  }

  /** What fast-check's reports show. */
  [fc.toStringMethod](): string {
    return String(scripts.get(this));
  }
}
