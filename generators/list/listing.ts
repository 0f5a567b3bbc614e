import { BASES, type Base } from '../catalog/bases.ts';
import { GROUPS, LIBRARIES, type Library } from '../catalog/libraries.ts';
import { PRESETS, type Preset, presetOn } from '../catalog/presets.ts';
import { pythonsFor, sourceNote, sourceOf, unsupported } from '../catalog/support.ts';
import { gpuVariantOf } from '../catalog/variants.ts';
import { wheels } from '../catalog/wheels.ts';

/** What `ml-docker list --json` prints. Keys may be added; one that changes or goes away makes `schema` another number. */
export interface Listing {
  schema: 1;
  /** The version of the generator. */
  generator: string;
  /** The day on which the package index was asked: '2026-11-24'. */
  measured: string;
  bases: ListedBase[];
  /** In the order of the question; the first is the default. */
  presets: ListedPreset[];
  /** In the order of the groups. */
  libraries: ListedLibrary[];
}

export interface ListedBase {
  /** What --base takes. */
  id: string;
  label: string;
  purpose: string;
  libc: string;
  /** What --python takes there, oldest first. */
  pythons: readonly string[];
  defaultPython: string;
}

export interface ListedPreset {
  /** What --preset takes. */
  id: string;
  label: string;
  purpose: string;
  /** Their ids. */
  libraries: readonly string[];
  /** What a base makes of it, by the id of the base: why it can't be had there, or null; and its libraries that run there. */
  bases: Record<string, { reason: string | null; libraries: readonly string[] }>;
}

export interface ListedLibrary {
  /** What --libraries takes. */
  id: string;
  label: string;
  purpose: string;
  group: string;
  /** The newest release on the package index. */
  newest: string;
  /** The download with all that it needs, in millions of bytes: x86-64, the default Python, no GPU. null: not known. */
  megabytes: number | null;
  /** The download of its CUDA build, which --gpu takes; null where it has none. */
  gpu: { megabytes: number | null } | null;
  /** What could not be measured, as a sentence; null where all was. */
  unproven: string | null;
  /** How it runs on each base, by the id of the base. */
  bases: Record<string, Support>;
}

export interface Support {
  supported: boolean;
  /** Why not, as a sentence; null where it is supported. */
  reason: string | null;
  /** The Python versions of that base on which it runs; none where it is not supported. */
  pythons: readonly string[];
  /** 'distribution': the base's own packages; 'both': a wheel beside such packages; null where it is not supported. */
  from: 'wheels' | 'distribution' | 'both' | null;
  /** The same in words, where it is not all wheels; else null. */
  note: string | null;
}

function supportOf(library: Library, base: Base): Support {
  const reason = unsupported(library, base);
  return {
    supported: reason === undefined,
    reason: reason ?? null,
    pythons: reason === undefined ? pythonsFor([library], base) : [],
    from: sourceOf(library, base) ?? null,
    note: sourceNote(library, base) ?? null,
  };
}

function listedLibrary(library: Library): ListedLibrary {
  const { id, label, purpose, group } = library;
  const measured = wheels().libraries[id];
  const gpu = gpuVariantOf(library);
  return {
    ...{ id, label, purpose, group },
    newest: measured?.newest as string,
    megabytes: measured?.megabytes ?? null,
    gpu: gpu ? { megabytes: wheels().libraries[gpu.id]?.megabytes ?? null } : null,
    unproven: measured?.unproven ?? null,
    bases: Object.fromEntries(BASES.map((base) => [base.id, supportOf(library, base)])),
  };
}

function listedPreset(preset: Preset): ListedPreset {
  const { id, label, purpose, libraries } = preset;
  const onBase = (base: Base) => {
    const { lacks, libraries: there } = presetOn(preset, base);
    return { reason: lacks ?? null, libraries: lacks ? [] : there };
  };
  return { id, label, purpose, libraries, bases: Object.fromEntries(BASES.map((base) => [base.id, onBase(base)])) };
}

/**
 * Everything that can be chosen, from the facts that the prompts, the errors and the README are made of.
 * @param generator the version of the generator.
 * @throws WheelsError when the data file can't be used.
 */
export function listing(generator: string): Listing {
  return {
    schema: 1,
    generator,
    measured: wheels().date,
    bases: BASES.map(({ id, label, purpose, libc, pythons, defaultPython }: Base) => ({
      ...{ id, label, purpose, libc, pythons, defaultPython },
    })),
    presets: PRESETS.map(listedPreset),
    libraries: GROUPS.flatMap((group) => LIBRARIES.filter((library) => library.group === group)).map(listedLibrary),
  };
}
