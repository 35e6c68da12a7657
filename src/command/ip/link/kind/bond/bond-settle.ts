import type { Machine } from '../../../../../machine/machine.js';
import { chooseActive, primaryOf } from '../../../../../namespace/bond.js';
import {
  NEW_BOND_OPTIONS,
  PRIMARY_MODES,
  type BondMode,
  type BondOption,
  type BondSettings,
} from '../../../../../namespace/link-kind/bond.js';
import type { Namespace } from '../../../../../namespace/namespace.js';
import { Refusal } from '../../../../refusal.js';
import { errnoRefusal, kernelRefusal, refuseNotSimulated } from '../../../arguments.js';
import { printLladdr } from '../../../lladdr-argument.js';
import { LLADDR_BYTES } from '../../check-settings.js';
import { BOND_NUMBERS } from './bond-options.js';

/** What is asked of a bond; undefined where nothing is said. */
export interface BondRequest {
  readonly mode?: BondMode | undefined;
  /** ifindex of the port to be used; null for whichever the bond chooses. */
  readonly active?: number | null;
  readonly primary?: string;
  readonly actorSystem?: readonly number[];
  readonly numbers: ReadonlyMap<BondOption, number>;
}

interface Bond {
  readonly settings: BondSettings;
  readonly up: boolean;
}

/** One thing that is set. @throws Refusal */
type Step = (namespace: Namespace, bond: Bond, request: BondRequest) => BondSettings;

/**
 * Gives a bond what is asked for, in the kernel's order. Source: `bond_changelink`, `__bond_opt_set`.
 *
 * @param left - the machine that is left when the kernel refuses one thing after others were set
 * @throws Refusal at the first that the kernel refuses
 */
export function settleBondOptions(
  namespace: Namespace,
  bond: Bond,
  request: BondRequest,
  left: (soFar: BondSettings) => Machine,
): BondSettings {
  return STEPS.reduce((settings, step) => {
    try {
      return step(namespace, { ...bond, settings }, request);
    } catch (error) {
      throw error instanceof Refusal && error.unsimulated === undefined
        ? error.leaving(left(settings))
        : error;
    }
  }, bond.settings);
}

interface Demands {
  readonly modes?: readonly BondMode[] | undefined;
  readonly withoutPorts?: boolean;
  readonly whileDown?: boolean | undefined;
}

/** What the kernel asks of a bond before it looks at a value. @throws Refusal. Source: `bond_opt_check_deps`. */
function check({ settings, up }: Bond, { modes, withoutPorts, whileDown }: Demands): void {
  if (modes?.includes(settings.mode) === false) throw kernelRefusal('option not supported in mode');
  if (withoutPorts === true && settings.ports.length > 0) {
    throw kernelRefusal('unable to set option because the bond device has slaves');
  }
  if (whileDown === true && up) {
    throw kernelRefusal('unable to set option because the bond is up');
  }
}

/** Modes that need a monitor have one. Source: `bond_option_mode_set`. */
const setMode: Step = (_namespace, bond, { mode }) => {
  const { settings } = bond;
  if (mode === undefined) return settings;
  check(bond, { withoutPorts: true, whileDown: true });
  const { miimon } = settings.options;
  const monitors = mode === '802.3ad' || mode === 'balance-tlb' || mode === 'balance-alb';
  const interval = monitors && miimon === 0 ? DEFAULT_MIIMON : miimon;
  return { ...settings, mode, options: { ...settings.options, miimon: interval } };
};

/** Source: `BOND_DEFAULT_MIIMON`. */
const DEFAULT_MIIMON = 100;

/** Source: `bond_option_active_slave_set`. */
const setActive: Step = (namespace, bond, { active }) => {
  const { settings } = bond;
  if (active === undefined) return settings;
  check(bond, { modes: [...PRIMARY_MODES] });
  if (active === null) {
    return chooseActive(namespace, { ...settings, active: undefined }, { force: false });
  }
  const works = settings.ports.some((port) => port.index === active && port.works);
  if (!works) throw kernelRefusal('invalid option value');
  return { ...settings, active };
};

/** A port that has become the primary one is used at once; when one was and is none any more, another is chosen. Source: `bond_option_primary_set`. */
const setPrimary: Step = (namespace, bond, { primary }) => {
  const { settings } = bond;
  if (primary === undefined) return settings;
  check(bond, { modes: [...PRIMARY_MODES] });
  const had = primaryOf(namespace, settings) !== undefined;
  const named = { ...settings, primary };
  const has = primaryOf(namespace, named) !== undefined;
  return had || has ? chooseActive(namespace, named, { force: has }) : named;
};

/** Source: `bond_option_ad_actor_system_set`. */
const setActorSystem: Step = (_namespace, bond, { actorSystem }) => {
  const { settings } = bond;
  if (actorSystem === undefined) return settings;
  check(bond, { modes: ['802.3ad'] });
  if (actorSystem.length !== LLADDR_BYTES) throw errnoRefusal('EINVAL');
  if (((actorSystem[0] ?? 0) & 1) === 1) throw kernelRefusal('invalid option value');
  return { ...settings, actorSystem: printLladdr(actorSystem) };
};

function setNumber(option: BondOption): Step {
  const { modes, whileDown, range, only, counts } = BOND_NUMBERS[option];
  return (namespace, bond, { numbers }) => {
    const { settings } = bond;
    const value = numbers.get(option);
    if (value === undefined) return settings;
    const [min, max] = range ?? [0, Infinity];
    check(bond, { modes, whileDown });
    if (value < min || value > max) throw kernelRefusal('invalid option value');
    if (only !== undefined && value !== only) {
      throw kernelRefusal(`option obsolete, ${option} cannot be disabled`);
    }
    // Of ports that agree with nobody only one is used.
    if (option === 'min_links' && value > 1 && settings.mode === '802.3ad') {
      refuseNotSimulated(`ip link type bond ${option} ${value}`);
    }
    const { miimon } = settings.options;
    if (counts === true && miimon === 0) throw errnoRefusal('EPERM');
    const kept = counts === true ? Math.floor(value / miimon) : value;
    const changed = { ...settings, options: { ...settings.options, [option]: kept } };
    return option === 'primary_reselect'
      ? chooseActive(namespace, changed, { force: false })
      : changed;
  };
}

const NUMBERS: readonly BondOption[] = Object.keys(NEW_BOND_OPTIONS).filter(
  (name): name is BondOption => Object.hasOwn(NEW_BOND_OPTIONS, name),
);

/** What is set, in the kernel's order. */
const STEPS: readonly Step[] = [
  setMode,
  setActive,
  ...NUMBERS.flatMap((option): readonly Step[] => {
    const step = setNumber(option);
    if (option === 'primary_reselect') return [setPrimary, step];
    return option === 'ad_user_port_key' ? [step, setActorSystem] : [step];
  }),
];
