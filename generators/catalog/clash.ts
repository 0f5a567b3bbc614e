import { BASES, type Base } from './bases.ts';
import type { Library } from './libraries.ts';
import { enumerated, hasCuda, pythonsFor, pythonsOf, unsupported } from './support.ts';
import { gpuVariantOf } from './variants.ts';

/** Libraries that can't be together on a base, and why, in one sentence. */
export interface Clash {
  libraries: readonly Library[];
  reason: string;
}

/** Python versions as a sentence names them: '3.11 to 3.13', '3.12 and 3.14'. */
export function spokenPythons(pythons: readonly string[]): string {
  const minors = pythons.map((python) => Number(python.split('.')[1]));
  const inRow = minors.every((minor, index) => minor === (minors[0] as number) + index);
  return inRow && pythons.length > 2 ? `${pythons[0]} to ${pythons.at(-1)}` : enumerated(pythons);
}

/** A library as a sentence names it: with a GPU some come as another build. */
export function labelOf(library: Library, gpu: boolean): string {
  return gpu && gpuVariantOf(library) ? `${library.label} with CUDA` : library.label;
}

/** As few of these libraries as share no Python version already. */
function fewest(libraries: readonly Library[], base: Base, gpu: boolean): readonly Library[] {
  return libraries.reduce((few, library) => {
    const without = few.filter((one) => one !== library);
    return pythonsFor(without, base, gpu).length > 0 ? few : without;
  }, libraries);
}

/**
 * The chosen libraries that share no Python version on a base; undefined where all share one. What can't run there at all is left out of
 * account: support.ts has the reason.
 */
export function clashOn(chosen: readonly Library[], base: Base, gpu = false): Clash | undefined {
  if (pythonsFor(chosen, base, gpu).length > 0) return undefined;
  const libraries = fewest(
    chosen.filter((library) => !unsupported(library, base)),
    base,
    gpu,
  );
  const [alone, second] = libraries;
  if (alone && !second) {
    return { libraries, reason: `${labelOf(alone, gpu)} has no wheels for any Python version of ${base.label}` };
  }
  const parts = libraries.map((one) => `${labelOf(one, gpu)} (Python ${spokenPythons(pythonsOf(one, base, gpu))})`);
  return { libraries, reason: `${enumerated(parts)} share no Python version on ${base.label}` };
}

/** The bases on which all of these libraries run, together. */
export function basesForAll(chosen: readonly Library[], gpu = false): Base[] {
  return BASES.filter(
    (base: Base) =>
      (!gpu || hasCuda(base)) &&
      chosen.every((library) => !unsupported(library, base)) &&
      pythonsFor(chosen, base, gpu).length > 0,
  );
}
