import type { Architecture, Libc } from './bases.ts';

/** Where Python runs, as far as it decides which wheels fit. */
export interface Environment {
  /** The Python version, such as '3.13'. */
  python: string;
  /** As Python's `sys.platform` says it. */
  system: 'linux' | 'darwin' | 'win32';
  architecture: Architecture;
  /** Linux only. */
  libc: Libc;
  /** Linux only: the N of glibc 2.N or musl 1.N. */
  libcMinor: number;
}

/** What the bases have: the older of glibc 2.41 (Debian 13) and 2.39 (Ubuntu 24.04), and Alpine's musl 1.2 (November 2026). */
const MINOR: Record<Libc, number> = { glibc: 39, musl: 2 };

/** The inside of an image. */
export function imageEnvironment(python: string, libc: Libc, architecture: Architecture): Environment {
  return { python, system: 'linux', architecture, libc, libcMinor: MINOR[libc] };
}

/** The parts of a wheel's name behind its version (PEP 427): which Pythons, which ABIs, which systems. */
interface Tags {
  pythons: string[];
  abis: string[];
  systems: string[];
}

function tagsOf(name: string): Tags {
  const [pythons = '', abis = '', systems = ''] = name
    .replace(/\.whl$/, '')
    .split('-')
    .slice(-3);
  return { pythons: pythons.split('.'), abis: abis.split('.'), systems: systems.split('.') };
}

/** Whether a wheel has no compiled part: the same file everywhere. */
export function isPure(name: string): boolean {
  return tagsOf(name).systems.includes('any');
}

/** The old names of what a wheel asks of glibc (PEP 600). */
const LEGACY: Readonly<Record<string, number>> = { manylinux1: 5, manylinux2010: 12, manylinux2014: 17 };

/** The wheel names of an architecture. */
const MACHINES: Record<Environment['system'], Record<Architecture, readonly string[]>> = {
  linux: { x86_64: ['x86_64'], aarch64: ['aarch64'] },
  darwin: { x86_64: ['x86_64', 'universal2'], aarch64: ['arm64', 'universal2'] },
  win32: { x86_64: ['amd64'], aarch64: ['arm64'] },
};

/** The N of the libc that a Linux tag asks for; undefined where it does not fit. */
function libcMinorOf(system: string, libc: Libc): number | undefined {
  const [, kind, minor] = /^(manylinux_2|musllinux_1)_(\d+)_/.exec(system) ?? [];
  if (kind) return (kind === 'musllinux_1') === (libc === 'musl') ? Number(minor) : undefined;
  const legacy = LEGACY[system.split('_')[0] as string];
  return libc === 'glibc' ? legacy : undefined;
}

/** How well a system tag fits, the higher the better; undefined where it does not. */
function systemRank(system: string, { system: own, architecture, libc, libcMinor }: Environment): number | undefined {
  if (system === 'any') return 0;
  if (!MACHINES[own][architecture].some((machine) => system.endsWith(`_${machine}`))) return undefined;
  if (own === 'darwin') {
    const version = /^macosx_(\d+)_(\d+)_/.exec(system);
    return version ? 1 + Number(version[1]) * 100 + Number(version[2]) : undefined;
  }
  if (own === 'win32') return system.startsWith('win_') ? 1 : undefined;
  if (system.startsWith('linux_')) return 1;
  const minor = libcMinorOf(system, libc);
  return minor !== undefined && minor <= libcMinor ? 2 + minor : undefined;
}

/** How well a pair of Python and ABI fits, the higher the better; undefined where it does not. */
function pythonRank(tag: string, abi: string, minor: number): number | undefined {
  const [, kind, major, digits = ''] = /^(cp|py)(\d)(\d*)$/.exec(tag) ?? [];
  if (major !== '3') return undefined;
  const named = digits === '' ? 0 : Number(digits);
  if (kind === 'py') return abi === 'none' && named <= minor ? named : undefined;
  if (abi === 'abi3') return named <= minor ? 200 + named : undefined;
  if (named !== minor) return undefined;
  if (abi === `cp3${minor}`) return 400;
  return abi === 'none' ? 300 : undefined;
}

/** How well a wheel fits, the higher the better; undefined where it does not. The order is that of PEP 425: Python first, then the system. */
function rank(name: string, environment: Environment): number | undefined {
  const { pythons, abis, systems } = tagsOf(name);
  const minor = Number(environment.python.split('.')[1]);
  const system = best(systems.map((one) => systemRank(one, environment)));
  const python = best(pythons.flatMap((tag) => abis.map((abi) => pythonRank(tag, abi, minor))));
  if (system === undefined || python === undefined) return undefined;
  // A wheel for any system comes after all that are made for this one.
  return (system === 0 ? 0 : 10_000_000) + python * 10_000 + system;
}

function best(ranks: readonly (number | undefined)[]): number | undefined {
  const fitting = ranks.filter((one) => one !== undefined);
  return fitting.length > 0 ? Math.max(...fitting) : undefined;
}

/** The wheel that an installer takes among those of one release; undefined where none fits. */
export function wheelFor<Wheel extends { name: string }>(
  wheels: readonly Wheel[],
  environment: Environment,
): Wheel | undefined {
  let found: { wheel: Wheel; rank: number } | undefined;
  for (const wheel of wheels) {
    const fits = rank(wheel.name, environment);
    if (fits !== undefined && (!found || fits > found.rank)) found = { wheel, rank: fits };
  }
  return found?.wheel;
}
