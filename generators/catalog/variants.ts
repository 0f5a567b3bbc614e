import { LIBRARIES, type Library } from './libraries.ts';

/** What a project installs for a library: its own package, or another one or another index where no GPU is wanted. */
export interface Variant {
  /** Its name in the data file. */
  id: string;
  library: Library;
  /** The package on the index. */
  package: string;
  gpu: boolean;
  /** Where it comes from, if not from the package index. */
  index?: { name: string; url: string };
}

/** Everything that is measured: each library, and the CUDA build of those that have another one for the CPU. By id. */
export const VARIANTS: readonly Variant[] = LIBRARIES.flatMap((library: Library): Variant[] => {
  const { id, cpuPackage, cpuIndex } = library;
  const usual = { id, library, package: cpuPackage ?? id, gpu: false, ...(cpuIndex && { index: cpuIndex }) };
  return cpuPackage || cpuIndex ? [usual, { id: `${id} gpu`, library, package: id, gpu: true }] : [usual];
}).sort((one, other) => (one.id < other.id ? -1 : 1));

/** The CUDA build of a library, where a project for a GPU installs another one. */
export function gpuVariantOf(library: Library): Variant | undefined {
  return VARIANTS.find((variant) => variant.gpu && variant.library.id === library.id);
}
