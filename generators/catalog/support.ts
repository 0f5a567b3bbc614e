import { ARCHITECTURES, type Architecture, BASES, type Base, PYTHONS } from './bases.ts';
import { LIBRARIES, type Library } from './libraries.ts';
import { gpuVariantOf, packageOf } from './variants.ts';
import { fitFor } from './wheels.ts';

/** How people call an architecture. */
export const SPOKEN = { x86_64: 'x86-64', aarch64: 'arm64' } as const;

/** Whether a project on a base can use a GPU: what CUDA consists of has wheels for glibc alone (November 2026). */
export function hasCuda({ libc }: Base): boolean {
  return libc === 'glibc';
}

function fit(library: Library, base: Base, architecture: Architecture, gpu = false) {
  const cuda = gpu && hasCuda(base) ? gpuVariantOf(library) : undefined;
  return fitFor(cuda?.id ?? library.id, `${base.libc} ${architecture}`);
}

/** Whether a library installs from wheels for a Python version on every architecture; the base's C library counts, not its Pythons. */
function installsFor(python: string, library: Library, base: Base, gpu: boolean): boolean {
  return ARCHITECTURES.every((architecture) => fit(library, base, architecture, gpu).pythons.includes(python));
}

/** The Python versions of a base on which a library installs from wheels, on every architecture. */
function pythonsWithWheels(library: Library, base: Base, gpu = false): readonly string[] {
  return base.pythons.filter((python) => installsFor(python, library, base, gpu));
}

/** Whether a base can install a library from wheels, on every architecture. */
export function hasWheels(library: Library, base: Base): boolean {
  return pythonsWithWheels(library, base).length > 0;
}

/** The architectures for which a base can install no wheel of a library; none where some Python version of the base can on all. */
function missingWheels(library: Library, base: Base): readonly Architecture[] {
  if (hasWheels(library, base)) return [];
  return ARCHITECTURES.filter(
    (architecture) => !base.pythons.every((python) => fit(library, base, architecture).pythons.includes(python)),
  );
}

/** The packages whose wheels are missing: the library's own, or some of those that it needs. */
function blockers(library: Library, base: Base): string[] {
  return [...new Set(missingWheels(library, base).flatMap((one) => fit(library, base, one).blockedBy))];
}

function isItself(library: Library, name: string): boolean {
  return ARCHITECTURES.some((architecture) => name === packageOf(library, architecture, false)) || name === library.id;
}

/** The libraries that a distribution has to package itself, because these have no wheel there; undefined where it lacks one of them. */
function packagedInstead(library: Library, base: Base): Library[] | undefined {
  if (!base.distribution) return undefined;
  const names = blockers(library, base);
  const packaged = LIBRARIES.filter(
    (one: Library) => one.packaged && base.id in one.packaged && names.some((name) => isItself(one, name)),
  );
  return packaged.length > 0 && packaged.length === names.length ? packaged : undefined;
}

/** Names in a sentence: 'NumPy, Pandas and Polars'. */
export function enumerated(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/**
 * Why a library can't run on a base, in one sentence; undefined when it can. The same sentence is the greyed-out reason in the
 * prompt, the error for a flag, the cell of the README's table and the filter of the test matrix.
 */
export function unsupported(library: Library, base: Base): string | undefined {
  const missing = missingWheels(library, base);
  if (missing.length === 0 || packagedInstead(library, base)) return undefined;
  const kind = base.libc === 'musl' ? 'musllinux wheel' : 'Linux wheel';
  const machines =
    missing.length === ARCHITECTURES.length ? '' : ` for ${enumerated(missing.map((one) => SPOKEN[one]))}`;
  const elsewhere = missing.some((one) => fit(library, base, one).pythons.length > 0);
  const where = `${machines}${elsewhere ? ` for Python ${enumerated(base.pythons)}` : ''}`;
  const names = blockers(library, base);
  if (names.some((name) => isItself(library, name))) return `has no ${kind}${where}`;
  // Of the packages that it needs, people know those that the catalogue offers.
  const known = names.filter((name) => LIBRARIES.some((one) => isItself(one, name)));
  const named = known.length > 0 ? known : names;
  return `needs ${enumerated(named)}, which ${named.length === 1 ? 'has' : 'have'} no ${kind}${where}`;
}

/**
 * The libraries that come from the distribution's own packages when these are chosen on this base: none while every one has
 * wheels; else those that are packaged, with what their packages install. Catalogue order.
 */
export function fromDistribution(chosen: readonly Library[], base: Base): Library[] {
  const needed = chosen.flatMap((library) => packagedInstead(library, base) ?? []);
  if (needed.length === 0) return [];
  const first = [...chosen, ...needed].filter((library) => library.packaged && base.id in library.packaged);
  const ids = new Set<string>(first.flatMap(({ id, packaged }) => [id, ...(packaged?.alpine.brings ?? [])]));
  return LIBRARIES.filter(({ id }) => ids.has(id));
}

/** The bases on which a library runs, for the way out of an error. */
export function basesFor(library: Library): Base[] {
  return BASES.filter((base) => !unsupported(library, base));
}

/** The Python versions that a library leaves to a base: the distribution's own where it can't do without its packages, else those of its wheels. */
export function pythonsOf(library: Library, base: Base, gpu = false): readonly string[] {
  if (base.distribution && packagedInstead(library, base)) return [base.distribution.python];
  return pythonsWithWheels(library, base, gpu);
}

/**
 * The Python versions that a base offers for these libraries: the distribution's own alone where libraries come from its packages,
 * and of those the ones for which each of the others has wheels. None where they share none: clash.ts says why. What can't run on the
 * base at all is left out of account.
 * @param gpu whether they are to use a GPU, for which some come as another build.
 */
export function pythonsFor(chosen: readonly Library[], base: Base, gpu = false): readonly string[] {
  const packaged = fromDistribution(chosen, base).map(({ id }) => id);
  const offered = base.distribution && packaged.length > 0 ? [base.distribution.python] : base.pythons;
  const others = chosen.filter((library) => !packaged.includes(library.id) && !unsupported(library, base));
  return offered.filter((python) => others.every((library) => pythonsOf(library, base, gpu).includes(python)));
}

/**
 * The Python version that is taken where none is asked for: the base's default, else the newest below it, as libraries come to a new one
 * last, else the oldest above it. Where the libraries share none, which is refused with its reason, the default.
 */
export function defaultPython(chosen: readonly Library[], base: Base, gpu = false): string {
  const pythons = pythonsFor(chosen, base, gpu);
  const age = (python: string): number => base.pythons.indexOf(python);
  const notAbove = pythons.filter((python) => age(python) <= age(base.defaultPython));
  return notAbove.at(-1) ?? pythons[0] ?? base.defaultPython;
}

/**
 * The newest Python up to which every version from this one on has wheels of all these libraries, on every architecture: a lock made for
 * more would have to find some where there are none (measured with uv 0.13.9: TensorFlow beside h5py, gensim beside spaCy).
 */
export function newestPythonFrom(python: string, chosen: readonly Library[], base: Base, gpu = false): string {
  const fits = (version: string) => chosen.every((library) => installsFor(version, library, base, gpu));
  const newer = PYTHONS.slice(PYTHONS.indexOf(python) + 1);
  const end = newer.findIndex((version) => !fits(version));
  return (end < 0 ? newer : newer.slice(0, end)).at(-1) ?? python;
}

/** Where a library that runs on a base comes from: wheels, the distribution's own packages, or a wheel beside such packages. */
export type Source = 'wheels' | 'distribution' | 'both';

/** Where a library comes from when it is the only one that is chosen; undefined where it can't run. */
export function sourceOf(library: Library, base: Base): Source | undefined {
  if (unsupported(library, base)) return undefined;
  const packaged = fromDistribution([library], base);
  if (packaged.length === 0) return 'wheels';
  return packaged.some(({ id }) => id === library.id) ? 'distribution' : 'both';
}

/** The same in a few words, where it is not all from wheels. */
export function sourceNote(library: Library, base: Base): string | undefined {
  const source = sourceOf(library, base);
  const own = `${base.distribution?.label}'s own packages`;
  if (source === 'distribution') return `from ${own}`;
  return source === 'both' ? `beside ${own}` : undefined;
}
