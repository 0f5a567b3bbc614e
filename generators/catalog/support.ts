import { ARCHITECTURES, BASES, type Base } from './bases.ts';
import { LIBRARIES, type Library } from './libraries.ts';

/** How people call an architecture. */
const SPOKEN = { x86_64: 'x86-64', aarch64: 'arm64' } as const;

/** The architectures for which a base can install no wheel of a library. */
function missingWheels(library: Library, base: Base) {
  return ARCHITECTURES.filter((architecture) => !library.wheels[base.libc].includes(architecture));
}

/** The libraries that a distribution has to package itself, because this one has no wheel there; undefined where it does not. */
function packagedInstead(library: Library, base: Base): Library | undefined {
  if (!base.distribution) return undefined;
  const missing = LIBRARIES.find(({ id }) => id === (library.blocker ?? library.id)) as Library;
  return missing.packaged && base.id in missing.packaged ? missing : undefined;
}

/**
 * Why a library can't run on a base, in one sentence; undefined when it can. The same sentence is the greyed-out reason in the
 * prompt, the error for a flag, the cell of the README's table and the filter of the test matrix.
 */
export function unsupported(library: Library, base: Base): string | undefined {
  const missing = missingWheels(library, base);
  if (missing.length === 0 || packagedInstead(library, base)) return undefined;
  const kind = base.libc === 'musl' ? 'musllinux wheel' : 'Linux wheel';
  const where =
    missing.length === ARCHITECTURES.length ? '' : ` for ${missing.map((name) => SPOKEN[name]).join(' and ')}`;
  return library.blocker ? `needs ${library.blocker}, which has no ${kind}${where}` : `has no ${kind}${where}`;
}

/**
 * The libraries that come from the distribution's own packages when these are chosen on this base: none while every one has
 * wheels; else those that are packaged, with what their packages install. Catalogue order.
 */
export function fromDistribution(chosen: readonly Library[], base: Base): Library[] {
  const needed = chosen.flatMap((library) =>
    missingWheels(library, base).length > 0 ? (packagedInstead(library, base) ?? []) : [],
  );
  if (needed.length === 0) return [];
  const first = [...chosen, ...needed].filter((library) => library.packaged && base.id in library.packaged);
  const ids = new Set<string>(first.flatMap(({ id, packaged }) => [id, ...(packaged?.alpine.brings ?? [])]));
  return LIBRARIES.filter(({ id }) => ids.has(id));
}

/** The bases on which a library runs, for the way out of an error. */
export function basesFor(library: Library): Base[] {
  return BASES.filter((base) => !unsupported(library, base));
}

/**
 * The Python versions that a base offers for these libraries: the distribution's own alone where libraries come from its
 * packages.
 */
export function pythonsFor(chosen: readonly Library[], base: Base): readonly string[] {
  return base.distribution && fromDistribution(chosen, base).length > 0 ? [base.distribution.python] : base.pythons;
}

/** The Python version that is taken where none is asked for. */
export function defaultPython(chosen: readonly Library[], base: Base): string {
  const pythons = pythonsFor(chosen, base);
  return pythons.includes(base.defaultPython) ? base.defaultPython : (pythons[0] as string);
}
