import { describe, expect, it } from '@jest/globals';
import { ARCHITECTURES, type Libc, PYTHONS } from '../../generators/catalog/bases.ts';
import { LIBRARIES, type Library } from '../../generators/catalog/libraries.ts';
import { type Place, resolve, uvOnline } from './uv.ts';

/*
 * The catalogue's facts about wheels, asked of the package index itself. PyTorch's own index for the CPU build is not asked: what
 * is shown for torch is that the package index has wheels of it for the same platforms.
 */

const index = await uvOnline();
const PLATFORM: Record<Libc, (architecture: string) => string> = {
  glibc: (architecture) => `${architecture}-manylinux_2_28`,
  musl: (architecture) => `${architecture}-unknown-linux-musl`,
};

const cases = LIBRARIES.flatMap((library: Library) =>
  (['glibc', 'musl'] as const).flatMap((libc) =>
    ARCHITECTURES.map((architecture) => ({
      library,
      requirement: `${library.cpuPackage ?? library.id}>=${library.floor}`,
      platform: PLATFORM[libc](architecture),
      claimed: library.wheels[libc].includes(architecture),
    })),
  ),
);

if ('reason' in index) {
  describe('facts about wheels', () => {
    it.skip(`are true on the package index (skipped: ${index.reason})`, () => {});
  });
} else {
  describe('facts about wheels', () => {
    it.each(cases)(
      '$requirement on $platform: wheels for every Python is $claimed',
      async ({ requirement, platform, claimed }) => {
        const places: Place[] = PYTHONS.map((python) => ({ platform, python }));
        const answers = await Promise.all(places.map((place) => resolve(index.uv, requirement, place)));
        const without = places.filter((_, number) => !answers[number]?.ok).map(({ python }) => python);
        expect({ without }).toEqual({ without: claimed ? [] : [...PYTHONS] });
      },
      120_000,
    );
  });
}
