import { APPS } from '../../generators/catalog/apps.ts';
import { BASES, type Base, type BaseId } from '../../generators/catalog/bases.ts';
import { type LibraryId, libraryOf } from '../../generators/catalog/libraries.ts';
import { defaultPython } from '../../generators/catalog/support.ts';
import type { Image } from './image.ts';

/** What people combine most: three libraries, alone and together. */
export const SEED_LIBRARIES: readonly (readonly LibraryId[])[] = [
  ['numpy'],
  ['pandas'],
  ['scikit-learn'],
  ['numpy', 'pandas', 'scikit-learn'],
];

/** The Python that a base has unasked, and for all libraries together every one that its distribution brings: another release of it each. */
function pythonsOf(base: Base, libraries: readonly LibraryId[]): readonly string[] {
  const all = libraries.length > 1 && base.pythonPackages.length > 0;
  return all ? base.pythons : [defaultPython(libraries.map(libraryOf), base)];
}

/** These on every base: the first images of the proof, and those of every test run. */
export const SEEDS: readonly Image[] = SEED_LIBRARIES.flatMap((libraries) =>
  BASES.flatMap((base: Base) =>
    pythonsOf(base, libraries).map(
      (python): Image => ({ base: base.id as BaseId, python, gpu: false, app: APPS[0].id, libraries }),
    ),
  ),
);
