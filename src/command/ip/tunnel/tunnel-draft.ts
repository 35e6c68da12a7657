import type { TunnelSettings } from '../../../namespace/link-kind/tunnel.js';

/** What a request says of a tunnel; what it doesn't say is absent. */
export type TunnelDraft = {
  -readonly [
    Key in Exclude<
      keyof TunnelSettings,
      'kind' | 'fallback' | 'fixedMaxMtu' | 'firstName' | 'firstLocal' | 'birthNamespace'
    >
  ]?: TunnelSettings[Key];
} & {
  /** ifindex of the device by which outer packets leave; 0 for any. */
  dev?: number;
};

/** The settings of a tunnel with what a request says of them. */
export function draftedSettings(
  before: TunnelSettings,
  { dev: _dev, ...said }: TunnelDraft,
): TunnelSettings {
  return { ...before, ...said };
}
