import type { LibraryId } from '../../generators/catalog/libraries.ts';
import type { Image } from './image.ts';

/** The choices whose pairs are proven, as they are called in the report. */
export const KINDS = [
  'base, Python',
  'base, library',
  'Python, library',
  'library, library',
  'CPU or GPU, base',
  'CPU or GPU, Python',
  'CPU or GPU, library',
  'app, base',
  'app, Python',
  'app, CPU or GPU',
  'app, library',
  // More than pairs, where it is dear to be wrong: each Python of each base is another set of wheels ...
  'base and Python, library on the CPU',
  // ... and an image has one model.
  'model of the sample, library that trains it',
] as const;

export type Kind = (typeof KINDS)[number];

/** Two choices that have to work together. */
export interface Pair {
  kind: Kind;
  one: string;
  other: string;
}

/** A pair as the key of a map. */
export function keyOf({ kind, one, other }: Pair): string {
  return `${kind}: ${one}, ${other}`;
}

/** The pair of two libraries, in whatever order they are named. */
export function libraryPair(one: LibraryId, other: LibraryId): Pair {
  const [first, second] = one < other ? [one, other] : [other, one];
  return { kind: 'library, library', one: first, other: second };
}

/** A library and the sample's model, which it trains. */
export function model(trainer: LibraryId): Pair {
  return { kind: 'model of the sample, library that trains it', one: 'model', other: trainer };
}

/** The pairs that a library makes with what an image is built on. */
export function ownPairs({ base, python, gpu, app }: Omit<Image, 'libraries'>, library: LibraryId): Pair[] {
  return [
    { kind: 'base, library', one: base, other: library },
    { kind: 'Python, library', one: python, other: library },
    { kind: 'CPU or GPU, library', one: gpu ? 'GPU' : 'CPU', other: library },
    { kind: 'app, library', one: app, other: library },
    ...(gpu
      ? []
      : [{ kind: 'base and Python, library on the CPU', one: `${base} ${python}`, other: library } as const]),
  ];
}

/** Every pair of choices that an image proves. @param trainer the library that trains its model. */
export function pairsOf(image: Image, trainer: LibraryId): Pair[] {
  const { base, python, gpu, app, libraries } = image;
  const index = gpu ? 'GPU' : 'CPU';
  return [
    { kind: 'base, Python', one: base, other: python },
    { kind: 'CPU or GPU, base', one: index, other: base },
    { kind: 'CPU or GPU, Python', one: index, other: python },
    { kind: 'app, base', one: app, other: base },
    { kind: 'app, Python', one: app, other: python },
    { kind: 'app, CPU or GPU', one: app, other: index },
    model(trainer),
    ...libraries.flatMap((library) => ownPairs(image, library)),
    ...libraries.flatMap((one, index) => libraries.slice(index + 1).map((other) => libraryPair(one, other))),
  ];
}
