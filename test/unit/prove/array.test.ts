import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BASES, type Base, type BaseId } from '../../../generators/catalog/bases.ts';
import { LIBRARIES, type Library, type LibraryId } from '../../../generators/catalog/libraries.ts';
import { pythonsFor, unsupported } from '../../../generators/catalog/support.ts';
import { coveringArray } from '../../prove/array.ts';
import type { Image, Setting } from '../../prove/image.ts';
import { titleOf } from '../../prove/image.ts';
import { keyOf, type Pair, pairsOf } from '../../prove/pairs.ts';
import { SEEDS } from '../../prove/seeds.ts';
import { offered, type Space } from '../../prove/space.ts';

const MOST = 24;

/** The keys of all pairs that occur in images. */
function coveredBy(images: readonly Image[], space: Space): Set<string> {
  return new Set(images.flatMap((image) => pairsOf(image, space.trainer(image)).map(keyOf)));
}

/** An invented library. */
function library(number: number): LibraryId {
  return `library-${number}` as LibraryId;
}

const SOME: readonly Setting[] = [false, true].flatMap((gpu) =>
  (['python', 'ubuntu'] as const).flatMap((base) =>
    ['3.12', '3.13'].map((python): Setting => ({ base, python, gpu, app: 'api' })),
  ),
);

/** Invented libraries of which some do not run on some base, some exclude one another, and the last one alone uses a GPU. */
function invented(
  count: number,
  never: readonly string[],
  apart: readonly string[],
  blocked: readonly string[],
): Space {
  const libraries = Array.from({ length: count }, (_, number) => library(number));
  const last = libraries.at(-1) as LibraryId;
  const isIn = (image: Image, rules: readonly string[]) => {
    const facts = image.libraries.flatMap((one) => [
      `${image.base} ${one}`,
      `${image.python} ${one}`,
      `${image.gpu ? 'GPU' : 'CPU'} ${one}`,
      ...image.libraries.map((other) => `${one} ${other}`),
    ]);
    return facts.find((fact) => rules.includes(fact));
  };
  return {
    settings: SOME,
    libraries,
    refusal: (image) => {
      if (image.gpu && !image.libraries.includes(last)) return 'nothing for a GPU';
      const fact = isIn(image, [...never, ...apart]);
      return fact && `no: ${fact}`;
    },
    obstacle: (image) => {
      const fact = isIn(image, blocked);
      return fact && `not here: ${fact}`;
    },
    trainer: ({ libraries: own }) => own[0] as LibraryId,
    weight: () => 0,
  };
}

describe('the covering array of the catalogue', () => {
  const space = offered(() => undefined);
  const { images, prospects } = coveringArray(space, SEEDS, MOST);
  const covered = coveredBy(images, space);
  const pair = (kind: Pair['kind'], one: string, other: string) => keyOf({ kind, one, other });
  const all: readonly Library[] = LIBRARIES;

  it('has every library that runs on a base in an image with each Python that it can have there', () => {
    for (const base of BASES as readonly Base[]) {
      for (const one of all.filter((other) => !unsupported(other, base))) {
        for (const python of pythonsFor([one], base)) {
          expect(covered).toContain(pair('base and Python, library on the CPU', `${base.id} ${python}`, one.id));
        }
      }
    }
  });

  it('has every two libraries that are offered together in one image', () => {
    const offeredTogether = (one: Library, other: Library) =>
      space.settings.some(
        (setting) =>
          !setting.gpu &&
          space.refusal({ ...setting, libraries: [one.id as LibraryId, other.id as LibraryId] }) === undefined,
      );
    for (const [index, one] of all.entries()) {
      for (const other of all.slice(index + 1)) {
        if (!offeredTogether(one, other)) continue;
        const [first, second] = [one.id, other.id].sort() as [string, string];
        expect(covered).toContain(pair('library, library', first, second));
      }
    }
  });

  it('has every library with the CUDA index, and every model', () => {
    const glibc = (BASES as readonly Base[]).find(({ libc }) => libc === 'glibc') as Base;
    for (const one of all.filter((other) => !unsupported(other, glibc))) {
      expect(covered).toContain(pair('CPU or GPU, library', 'GPU', one.id));
      if (one.trains) expect(covered).toContain(pair('model of the sample, library that trains it', 'model', one.id));
    }
  });

  it('leaves no pair out that the generator offers', () => {
    const left = [...prospects].filter(([key, prospect]) => prospect.offered && !covered.has(key));
    expect(left.map(([key]) => key)).toEqual([]);
  });

  it('holds only projects that the generator makes, none of them too large', () => {
    for (const image of images) {
      expect(space.refusal(image)).toBeUndefined();
      expect(image.libraries.length).toBeLessThanOrEqual(MOST);
    }
  });

  it('begins with what people choose most', () => {
    expect(images.slice(0, SEEDS.length).map(titleOf)).toEqual(SEEDS.map(titleOf));
  });

  it('needs each of its images, and few of them', () => {
    const grown = images.filter((image) => !SEEDS.includes(image));
    for (const image of grown) {
      const without = coveredBy(
        images.filter((other) => other !== image),
        space,
      );
      expect(covered.size).toBeGreaterThan(without.size);
    }
    // Each setting needs so many images for its libraries alone; what comes on top is for models and what is left over.
    const least = space.settings
      .filter(({ gpu }) => !gpu)
      .map((setting) => {
        const own = all.filter(({ id }) => space.refusal({ ...setting, libraries: [id as LibraryId] }) === undefined);
        return Math.ceil(own.length / MOST);
      })
      .reduce((sum, count) => sum + count, 0);
    expect(grown.length).toBeLessThanOrEqual(2 * least);
  });
});

describe('the covering array of a machine that lacks something', () => {
  const blocked = [`ubuntu ${library(2)}`, `3.13 ${library(4)}`];
  const space = invented(9, [], [], blocked);
  const { images, prospects } = coveringArray(space, [], 5);

  it('builds nothing that the machine can not build', () => {
    expect(images.filter((image) => space.obstacle(image))).toEqual([]);
  });

  it('names every pair that it leaves out, with its reason', () => {
    const covered = coveredBy(images, space);
    const left = [...prospects.values()].filter((prospect) => prospect.offered && !covered.has(keyOf(prospect.pair)));
    expect(left.map(({ pair, reasons }) => [keyOf(pair), ...reasons])).toEqual(
      expect.arrayContaining([
        [`base, library: ubuntu, ${library(2)}`, `not here: ubuntu ${library(2)}`],
        [`Python, library: 3.13, ${library(4)}`, `not here: 3.13 ${library(4)}`],
      ]),
    );
    for (const { buildable, reasons } of left) {
      expect(buildable).toBe(false);
      for (const why of reasons) expect(why).toMatch(/^not here: (ubuntu|3\.13) /);
    }
  });
});

describe('the covering array of any catalogue', () => {
  const COUNT = 9;
  const number = fc.integer({ min: 0, max: COUNT - 1 });
  const place = fc.constantFrom('python', 'ubuntu', '3.12', '3.13', 'CPU', 'GPU');
  const single = fc.tuple(place, number).map(([where, one]) => `${where} ${library(one)}`);
  const double = fc
    .tuple(number, number)
    .filter(([one, other]) => one !== other)
    .map(([one, other]) => `${library(one)} ${library(other)}`);

  it('covers what can be built, and gives a reason for the rest', () => {
    fc.assert(
      fc.property(
        fc.array(single, { maxLength: 6 }),
        fc.array(double, { maxLength: 4 }),
        fc.array(fc.oneof(single, double), { maxLength: 6 }),
        fc.integer({ min: 3, max: 6 }),
        (never, apart, blocked, most) => {
          const space = invented(COUNT, never, apart, blocked);
          const { images, prospects } = coveringArray(space, [], most);
          for (const image of images) {
            expect([space.refusal(image), space.obstacle(image)]).toEqual([undefined, undefined]);
            expect(image.libraries.length).toBeLessThanOrEqual(most);
          }
          const covered = coveredBy(images, space);
          for (const [key, prospect] of prospects) {
            expect([key, covered.has(key)]).toEqual([key, prospect.buildable]);
            expect(prospect.reasons.size > 0).toBe(prospect.offered && !prospect.buildable);
          }
        },
      ),
      { numRuns: 60, seed: 20_261_124 },
    );
  });

  it('is the same every time', () => {
    const array = () => coveringArray(invented(COUNT, [`ubuntu ${library(3)}`], [], [`3.12 ${library(5)}`]), [], 4);
    expect(array()).toEqual(array());
  });

  it('puts what may not stand together into images of their own', () => {
    const space = invented(4, [], [`${library(0)} ${library(1)}`], []);
    const { images, prospects } = coveringArray(space, [], 10);
    expect(images.some(({ libraries }) => libraries.includes(library(0)) && libraries.includes(library(1)))).toBe(
      false,
    );
    expect(prospects.get(`library, library: ${library(0)}, ${library(1)}`)?.offered).toBe(false);
  });
});

it('every seed is a base that exists', () => {
  const ids: readonly BaseId[] = BASES.map(({ id }) => id);
  expect(new Set(SEEDS.map(({ base }) => base))).toEqual(new Set(ids));
});
