import { BASES, type Base } from '../catalog/bases.ts';
import { basesForAll, clashOn, labelOf } from '../catalog/clash.ts';
import { LIBRARIES, type Library } from '../catalog/libraries.ts';
import {
  basesFor,
  enumerated,
  fromDistribution,
  hasCuda,
  pythonsFor,
  pythonsOf,
  unsupported,
} from '../catalog/support.ts';
import { canUseGpu } from '../catalog/variants.ts';
import { shown } from './shown.ts';

/*
 * What base, libraries, Python version and GPU say of one another: one sentence each, with what to type instead, or undefined where
 * nothing is wrong. The facts are the catalogue's.
 */

/** Why a base without CUDA can't use a GPU. */
const NO_CUDA = 'CUDA has no musllinux wheel';

function bases(able: readonly Base[]): string[] {
  return able.length > 0 ? [`take ${able.map(({ id }) => `--base ${id}`).join(' or ')}`] : [];
}

function ways(...all: string[]): string {
  const text = all.join(', or ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function ids(libraries: readonly Library[]): string {
  return libraries.map(({ id }) => id).join(' or ');
}

/** Why a library can't be on a base. */
export function supportProblem(library: Library, base: Base): string | undefined {
  const reason = unsupported(library, base);
  if (!reason) return undefined;
  return `${library.label} can't run on ${base.label}: it ${reason}. ${ways(...bases(basesFor(library)), `leave ${library.id} out`)}`;
}

/** Why libraries that can be on a base can't be there together. */
export function clashProblem(chosen: readonly Library[], base: Base, gpu: boolean): string | undefined {
  const clash = clashOn(chosen, base, gpu);
  if (!clash) return undefined;
  const withoutGpu = gpu && !clashOn(chosen, base) ? ['leave --gpu out'] : [];
  return `${clash.reason}. ${ways(...bases(basesForAll(chosen, gpu)), ...withoutGpu, `leave ${ids(clash.libraries)} out`)}`;
}

/** The libraries that can't be had with a Python version, though the base has both. */
function lacking(chosen: readonly Library[], base: Base, python: string, gpu: boolean): Library[] {
  return chosen.filter((one) => !unsupported(one, base) && !pythonsOf(one, base, gpu).includes(python));
}

/** Why a Python version is not to be had. Where the libraries share none at all, that is said elsewhere. */
export function pythonProblem(
  python: string,
  chosen: readonly Library[],
  base: Base,
  gpu: boolean,
): string | undefined {
  const pythons = pythonsFor(chosen, base, gpu);
  if (pythons.length === 0 || pythons.includes(python)) return undefined;
  const choose = `Choose from: ${pythons.join(', ')}`;
  const packaged = fromDistribution(chosen, base).map(({ label }) => label);
  if (packaged.length > 0 || !base.pythons.includes(python)) {
    const because = packaged.length > 0 ? ` (${packaged.join(', ')} come from its own packages)` : '';
    return `--python ${shown(python, 40)} is not to be had on the base ${base.id}${because}. ${choose}`;
  }
  const libraries = lacking(chosen, base, python, gpu);
  const labels = libraries.map((one) => labelOf(one, gpu));
  const have = labels.length === 1 ? 'has' : 'have';
  return `--python ${shown(python, 40)}: ${enumerated(labels)} ${have} no wheels for it. ${choose}, or leave ${enumerated(libraries.map(({ id }) => id))} out`;
}

/**
 * Why a GPU is of no use.
 * @param chosen undefined where nothing is chosen yet, as is the base.
 */
export function gpuProblem(chosen: readonly Library[] | undefined, base: Base | undefined): string | undefined {
  if (base && !hasCuda(base)) {
    return `--gpu can't be had on ${base.label}: ${NO_CUDA}. ${ways(...bases(BASES.filter(hasCuda)), 'leave --gpu out')}`;
  }
  if (!chosen || canUseGpu(chosen)) return undefined;
  const able = LIBRARIES.filter((library: Library) => library.gpu).map(({ id }) => id);
  return `--gpu: none of these libraries is built for a GPU. Add one of ${able.join(', ')}, or leave --gpu out`;
}

/** What the rest of the answers is, as far as it is known. */
export interface Rest {
  python?: string | undefined;
  gpu?: boolean | undefined;
}

/** Why a base can't have these libraries with the rest, in a few words for a list of bases. */
export function against(chosen: readonly Library[], base: Base, { python, gpu = false }: Rest): string | undefined {
  if (python !== undefined && !base.pythons.includes(python)) return `lacks Python ${python}`;
  if (gpu && !hasCuda(base)) return NO_CUDA;
  const unable = chosen.find((library) => unsupported(library, base));
  if (unable) return `${unable.label} ${unsupported(unable, base)}`;
  const clash = clashOn(chosen, base, gpu);
  if (clash) return clash.reason;
  if (python === undefined || pythonsFor(chosen, base, gpu).includes(python)) return undefined;
  const libraries = lacking(chosen, base, python, gpu);
  return `${enumerated(libraries.map((one) => labelOf(one, gpu)))} can't be had with Python ${python}`;
}
