import { type Environment, wheelFor } from '../catalog/wheel-tags.ts';
import { holds } from './markers.ts';

/*
 * What of a lock is installed somewhere. A lock of uv holds every version for every system and Python; an image gets a part of it.
 */

/** A package that is installed, and the wheel that is taken of it. */
export interface Installed {
  name: string;
  version: string;
  /** In bytes; undefined where the lock does not say, or has no wheel that fits. */
  size?: number;
  /** The file name of the wheel; undefined where none fits. */
  wheel?: string;
}

interface Dependency {
  name: string;
  version?: string;
  source?: Record<string, unknown>;
  marker?: string;
  extra?: string[];
}

interface Package {
  name: string;
  version?: string;
  source?: Record<string, unknown>;
  dependencies?: Dependency[];
  wheels?: { url?: string; path?: string; filename?: string; size?: number }[];
  'resolution-markers'?: string[];
  'optional-dependencies'?: Record<string, Dependency[]>;
  'dev-dependencies'?: Record<string, Dependency[]>;
}

/** A lock that was read. */
export interface Lock {
  packages: readonly Package[];
}

/**
 * Reads the text of uv.lock.
 * @throws Error when it is no lock of uv.
 */
export async function readLock(text: string): Promise<Lock> {
  const { parse } = await import('smol-toml');
  const { package: packages } = parse(text) as { package?: Package[] };
  if (!Array.isArray(packages)) throw new Error('uv.lock lists no packages');
  return { packages };
}

/** The package that a dependency means: by its name, its version and source where the lock has several, else by where it is meant for. */
function meant({ packages }: Lock, dependency: Dependency, environment: Environment): Package | undefined {
  const candidates = packages.filter(
    ({ name, version, source }) =>
      name === dependency.name &&
      (dependency.version === undefined || version === dependency.version) &&
      (dependency.source === undefined || JSON.stringify(source) === JSON.stringify(dependency.source)),
  );
  if (candidates.length < 2) return candidates[0];
  return candidates.find((one) => (one['resolution-markers'] ?? []).some((marker) => holds(marker, environment)));
}

function fileName({ url, path, filename }: { url?: string; path?: string; filename?: string }): string {
  return filename ?? decodeURIComponent((url ?? path ?? '').split(/[?#]/)[0]?.split('/').at(-1) ?? '');
}

function installed({ name, version = '', wheels = [] }: Package, environment: Environment): Installed {
  const wheel = wheelFor(
    wheels.map((one) => ({ name: fileName(one), size: one.size })),
    environment,
  );
  return { name, version, ...(wheel && { wheel: wheel.name }), ...(wheel?.size !== undefined && { size: wheel.size }) };
}

/**
 * The packages that are installed somewhere, by name: those that the project and its group of heavy libraries need, as far as their
 * markers say so there. What only the tests need is not among them.
 */
export function installedFrom(lock: Lock, environment: Environment): Installed[] {
  const project = lock.packages.find(({ source }) => source?.virtual === '.' || source?.editable === '.');
  const waiting = [...(project?.dependencies ?? []), ...(project?.['dev-dependencies']?.heavy ?? [])];
  const found = new Map<Package, Set<string>>();
  for (const dependency of waiting) {
    if (!holds(dependency.marker, environment)) continue;
    const one = meant(lock, dependency, environment);
    if (!one) continue;
    const extras = found.get(one);
    if (!extras) waiting.push(...(one.dependencies ?? []));
    const known = extras ?? new Set<string>();
    found.set(one, known);
    for (const extra of dependency.extra ?? []) {
      if (known.has(extra)) continue;
      known.add(extra);
      waiting.push(...(one['optional-dependencies']?.[extra] ?? []));
    }
  }
  return [...found.keys()]
    .map((one) => installed(one, environment))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}
