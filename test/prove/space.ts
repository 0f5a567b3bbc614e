import { checkAnswers } from '../../generators/app/answers.ts';
import { APPS, type AppId } from '../../generators/catalog/apps.ts';
import { BASES, type Base, type BaseId } from '../../generators/catalog/bases.ts';
import { LIBRARIES, type Library, type LibraryId } from '../../generators/catalog/libraries.ts';
import { planFor } from '../combinations.ts';
import { answersOf, type Image, type Setting } from './image.ts';

/** All that can be chosen, and what of it can be had together. */
export interface Space {
  /** Those that are built on rather than others come first. */
  settings: readonly Setting[];
  libraries: readonly LibraryId[];
  /** Why the generator refuses these choices, in a sentence; undefined where it offers them. */
  refusal: (image: Image) => string | undefined;
  /** Why this machine can't build them, in a sentence; undefined where it can. */
  obstacle: (image: Image) => string | undefined;
  /** The library that trains the model. */
  trainer: (image: Image) => LibraryId;
  /** What a library weighs against others, so that among equals the light one is taken. */
  weight: (library: LibraryId) => number;
}

function pythonsOf({ pythons, distribution }: Base): string[] {
  return [...new Set([...pythons, ...(distribution ? [distribution.python] : [])])];
}

/** Every base, Python, app and kind of index: the CPU first, because its images are small. */
const SETTINGS: readonly Setting[] = [false, true].flatMap((gpu) =>
  BASES.flatMap((base: Base) =>
    pythonsOf(base).flatMap((python) =>
      APPS.map(({ id }): Setting => ({ base: base.id as BaseId, python, gpu, app: id as AppId })),
    ),
  ),
);

/** What the generator offers: it is asked itself. @param obstacle see Space. */
export function offered(obstacle: Space['obstacle']): Space {
  return {
    settings: SETTINGS,
    libraries: LIBRARIES.map(({ id }) => id),
    refusal: (image) => checkAnswers(answersOf(image)).problems[0],
    obstacle,
    trainer: (image) => planFor(answersOf(image)).model,
    weight: (id) => (LIBRARIES.find((library: Library) => library.id === id && library.gpu) ? 1 : 0),
  };
}
