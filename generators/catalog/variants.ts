import { ARCHITECTURES, type Architecture } from './bases.ts';
import { LIBRARIES, type Library, withNeeded } from './libraries.ts';

/** The package on the index that a library is on an architecture: one without CUDA unless a GPU is wanted. */
export function packageOf(library: Library, architecture: Architecture, gpu: boolean): string {
  return (gpu ? undefined : library.cpuPackages?.[architecture]) ?? library.id;
}

/** A package with the parts of it that are wanted: 'dask[dataframe,distributed]'. */
function withExtras(name: string, { extras = [], gpu }: Library, wantsGpu: boolean): string {
  const all = [...extras, ...((wantsGpu && gpu?.extras) || [])];
  return all.length > 0 ? `${name}[${all.join(',')}]` : name;
}

/**
 * A library as a project asks for it: a requirement (PEP 508), or two where each architecture has its own package.
 * @param specifier the releases that will do (PEP 440).
 */
export function requirementsOf(library: Library, specifier: string, gpu: boolean): string[] {
  const packages = ARCHITECTURES.map((architecture) => packageOf(library, architecture, gpu));
  const requirement = (name: string) => `${withExtras(name, library, gpu)}${specifier}`;
  if (new Set(packages).size === 1) return [requirement(packages[0] as string)];
  return packages.map((name, index) => {
    const first = ARCHITECTURES[0];
    return `${requirement(name)}; platform_machine ${index === 0 ? '==' : '!='} '${first}'`;
  });
}

/** The releases of a library that fit what is installed with it (PEP 440), each bound once. */
export function boundsOn(id: string, installed: readonly Library[], wantsGpu: boolean): string[] {
  const bounds = installed.flatMap(({ needs, gpu }) => [needs?.[id], wantsGpu ? gpu?.beside?.[id] : undefined]);
  return [...new Set(bounds.filter((bound) => bound !== undefined && bound !== ''))] as string[];
}

/** Whether a package carries a part of CUDA: no project without a GPU may get one. By the names on the package index, November 2026. */
export function isCuda(name: string): boolean {
  return /^(nvidia-|cuda-|triton$|tensorrt)/.test(name);
}

/** A package index beside the usual one, and the packages that come from there. */
export interface OtherIndex {
  name: string;
  url: string;
  packages: string[];
}

/** The package indexes beside the usual one that libraries come from. */
export function indexesOf(libraries: readonly Library[], gpu: boolean): OtherIndex[] {
  const found = new Map<string, OtherIndex>();
  for (const { id, cpuIndex } of gpu ? [] : libraries) {
    if (!cpuIndex) continue;
    const { packages } = found.get(cpuIndex.name) ?? { packages: [] };
    found.set(cpuIndex.name, { ...cpuIndex, packages: [...packages, id] });
  }
  return [...found.values()];
}

/** Whether a GPU makes another project of these libraries. */
export function canUseGpu(chosen: readonly Library[]): boolean {
  return withNeeded(chosen).some(({ gpu }) => gpu);
}

/** What a project installs for a library: its own package, or another one or another index where no GPU is wanted. */
export interface Variant {
  /** Its name in the data file. */
  id: string;
  library: Library;
  gpu: boolean;
  /** Where it and what it needs come from, if not from the package index. */
  indexes: readonly OtherIndex[];
}

/** Everything that is measured: each library, and the CUDA build of those that have another one for the CPU. By id. */
export const VARIANTS: readonly Variant[] = LIBRARIES.flatMap((library: Library): Variant[] => {
  const installed = withNeeded([library]);
  const usual = { id: library.id, library, gpu: false, indexes: indexesOf(installed, false) };
  return installed.some(({ gpu }) => gpu)
    ? [usual, { id: `${library.id} gpu`, library, gpu: true, indexes: [] }]
    : [usual];
}).sort((one, other) => (one.id < other.id ? -1 : 1));

/** The CUDA build of a library, where a project for a GPU installs another one. */
export function gpuVariantOf(library: Library): Variant | undefined {
  return VARIANTS.find((variant) => variant.gpu && variant.library.id === library.id);
}
