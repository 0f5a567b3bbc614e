/** The architectures that every offered choice has to run on, by their wheel names. */
export const ARCHITECTURES = ['x86_64', 'aarch64'] as const;
export type Architecture = (typeof ARCHITECTURES)[number];

/** Which C library a base image has: it decides which wheels fit (manylinux or musllinux). */
export type Libc = 'glibc' | 'musl';

/** A package of the base's package manager, and why it is needed. */
export interface SystemPackage {
  name: string;
  why: string;
}

const CERTIFICATES = {
  name: 'ca-certificates',
  why: 'the authorities that HTTPS connections are checked against',
} as const;

export interface Base {
  id: string;
  label: string;
  /** What it is good for, in a few words, for the prompt. */
  purpose: string;
  libc: Libc;
  packageManager: 'apt' | 'apk';
  /** The Python versions that the base offers, oldest first. */
  pythons: readonly string[];
  defaultPython: string;
  /** Packages without which the base has no Python; empty where the image brings it. */
  pythonPackages: readonly SystemPackage[];
  /** The user that the image has for number 1000, with a group of its own: a container that is run by that number is not in group 0. */
  user?: string;
  /**
   * The same base without Docker's own Python: what the distribution packages itself. It is taken when a
   * chosen library has no wheel for the libc but the distribution has a package of it.
   */
  distribution?: { label: string; python: string; pythonPackages: readonly SystemPackage[] };
}

/**
 * Base images: facts. The image of each pair of base and Python stands in templates/versions/Dockerfile.
 * Python versions: Ubuntu packages one a release, 3.12 in 24.04 and 3.14 in 26.04; Alpine 3.23 packages 3.12 (November 2026).
 */
export const BASES = [
  {
    id: 'python',
    label: 'python',
    purpose: "Docker's slim image: every library, any Python. The safe choice",
    libc: 'glibc',
    packageManager: 'apt',
    pythons: ['3.11', '3.12', '3.13', '3.14'],
    defaultPython: '3.13',
    pythonPackages: [],
  },
  {
    id: 'ubuntu',
    label: 'ubuntu',
    purpose: 'what many servers run: its own Python, its security updates',
    libc: 'glibc',
    packageManager: 'apt',
    pythons: ['3.12', '3.14'],
    defaultPython: '3.12',
    pythonPackages: [CERTIFICATES, { name: 'python3', why: 'the image comes without Python' }],
    user: 'ubuntu',
  },
  {
    id: 'alpine',
    label: 'alpine',
    purpose: 'the smallest image; some libraries do not run on its C library (musl)',
    libc: 'musl',
    packageManager: 'apk',
    pythons: ['3.11', '3.12', '3.13', '3.14'],
    defaultPython: '3.13',
    pythonPackages: [],
    distribution: {
      label: 'Alpine',
      python: '3.12',
      pythonPackages: [
        CERTIFICATES,
        { name: 'python3', why: "the interpreter that Alpine's own libraries are built for" },
      ],
    },
  },
] as const satisfies readonly Base[];

export type BaseId = (typeof BASES)[number]['id'];

/** The record of a base image, as the general type. */
export function baseOf(id: BaseId): Base {
  return BASES.find((base) => base.id === id) as Base;
}

/** Every Python version that some base offers, oldest first. */
export const PYTHONS: readonly string[] = [...new Set(BASES.flatMap((base): readonly string[] => base.pythons))];
