import type { Platform } from '../wheels.ts';
import type { Release, Wheel } from './releases.ts';

/** The parts of a wheel's name behind its version (PEP 427): which Pythons, which ABI, which systems. */
function tagsOf({ name }: Wheel): { pythons: string[]; abi: string; systems: string[] } {
  const [pythons = '', abi = '', systems = ''] = name
    .replace(/\.whl$/, '')
    .split('-')
    .slice(-3);
  return { pythons: pythons.split('.'), abi, systems: systems.split('.') };
}

/** Whether a wheel's name says that it installs there. */
function fits(wheel: Wheel, platform: Platform, python: string): boolean {
  const { pythons, abi, systems } = tagsOf(wheel);
  const [libc, architecture] = platform.split(' ') as [string, string];
  const prefix = libc === 'musl' ? 'musllinux' : 'manylinux';
  const own = `cp${python.replace('.', '')}`;
  return (
    abi !== `${own}t` &&
    pythons.some((tag) => tag === own || tag.startsWith('py3') || abi === 'abi3') &&
    systems.some((system) => system === 'any' || (system.startsWith(prefix) && system.endsWith(architecture)))
  );
}

/** Whether a release has a wheel for a platform and a Python version. */
export function hasWheel(release: Release, platform: Platform, python: string): boolean {
  return release.wheels.some((wheel) => fits(wheel, platform, python));
}

/** What a release weighs, in bytes: the wheel that an installer takes, which is the one made for the newest system. */
function sizeOf({ wheels }: Release): number | undefined {
  const rank = ({ name }: Wheel) => (/-any\.whl$/.test(name) ? -1 : Number(/_2_(\d+)_\w+\.whl$/.exec(name)?.[1] ?? 0));
  return [...wheels].sort((one, other) => rank(other) - rank(one))[0]?.size;
}

/** What releases weigh together, in millions of bytes with one decimal; null where the index does not say it of each. */
export function megabytesOf(releases: readonly Release[]): number | null {
  const sizes = releases.map(sizeOf);
  if (sizes.length === 0 || sizes.some((size) => size === undefined)) return null;
  const bytes = (sizes as number[]).reduce((sum, size) => sum + size, 0);
  return Math.max(0.1, Math.round(bytes / 100_000) / 10);
}
