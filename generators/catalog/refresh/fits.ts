import type { Architecture, Libc } from '../bases.ts';
import { type Environment, imageEnvironment, wheelFor } from '../wheel-tags.ts';
import type { Platform } from '../wheels.ts';
import type { Release } from './releases.ts';

/** An image on a platform. */
export function environmentOn(platform: Platform, python: string): Environment {
  const [libc, architecture] = platform.split(' ') as [Libc, Architecture];
  return imageEnvironment(python, libc, architecture);
}

/** Whether a release has a wheel for a platform and a Python version. */
export function hasWheel(release: Release, platform: Platform, python: string): boolean {
  return wheelFor(release.wheels, environmentOn(platform, python)) !== undefined;
}

/**
 * What releases weigh together, in millions of bytes with one decimal: of each the wheel that an installer takes there. null where the
 * index does not say it of each.
 */
export function megabytesOf(releases: readonly Release[], platform: Platform, python: string): number | null {
  const sizes = releases.map(({ wheels }) => wheelFor(wheels, environmentOn(platform, python))?.size);
  if (sizes.length === 0 || sizes.some((size) => size === undefined)) return null;
  const bytes = (sizes as number[]).reduce((sum, size) => sum + size, 0);
  return Math.max(0.1, Math.round(bytes / 100_000) / 10);
}
