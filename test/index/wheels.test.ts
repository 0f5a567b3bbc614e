import { describe, expect, it } from '@jest/globals';
import { baseOf } from '../../generators/catalog/bases.ts';
import {
  isPrerelease,
  packageOn,
  requirementOf,
  requirementsFor,
  slidBack,
} from '../../generators/catalog/refresh/measure.ts';
import type { Release } from '../../generators/catalog/refresh/releases.ts';
import { type Resolution, Resolver } from '../../generators/catalog/refresh/resolver.ts';
import { VARIANTS, type Variant } from '../../generators/catalog/variants.ts';
import { fitFor, PLATFORMS, type Platform, wheels } from '../../generators/catalog/wheels.ts';

/*
 * The data file's facts, asked of the package index itself: what is offered installs, what is greyed out does not. PyTorch's own index
 * for the CPU build is not asked: what is shown for torch is that the package index has wheels of it for the same platforms.
 *
 * What a platform offers is resolved all at once, which is quicker than one by one and proves more: that it fits together.
 */

const index = await Resolver.open().catch((error: Error) => error.message);
const { pythons } = wheels();
const USUAL = baseOf('python').defaultPython;

/** What is claimed to have wheels there, as projects ask for it. */
function offered(platform: Platform, python: string): string[] {
  const asked = VARIANTS.filter(({ gpu }) => !gpu || platform.startsWith('glibc'));
  return asked.filter(({ id }) => fitFor(id, platform).pythons.includes(python)).flatMap(requirementsFor);
}

/**
 * The packages that are said to have none there, with the library that they block. What is blocked on every Python is asked for the usual
 * one alone.
 */
function blocked(platform: Platform, python: string): { id: string; names: readonly string[] }[] {
  return VARIANTS.filter(({ gpu }) => !gpu)
    .map(({ id }) => ({ id, fit: fitFor(id, platform) }))
    .filter(({ fit }) => !fit.pythons.includes(python) && (fit.pythons.length > 0 || python === USUAL))
    .map(({ id, fit }) => ({ id, names: fit.blockedBy }));
}

function variantOf(id: string): Variant {
  return VARIANTS.find((one) => one.id === id) as Variant;
}

function found(resolution: Resolution, name: string): Release | undefined {
  return 'no' in resolution ? undefined : resolution.releases.find((release) => release.name === name);
}

if (typeof index === 'string') {
  describe('facts about wheels', () => {
    it.skip(`are true on the package index (skipped: ${index})`, () => {});
  });
} else {
  /** The release that fits, unless it is so old that it counts as none; undefined where none does. */
  const fitting = async (name: string, platform: Platform, python: string): Promise<Release | undefined> => {
    const query = { requirements: [requirementOf(name)], python, alone: true as const };
    const release = found(await index.resolve({ ...query, platform }), name);
    if (!release) return undefined;
    if (isPrerelease(release)) return undefined;
    const newest = found(await index.resolve({ ...query, anyFile: true }), name);
    return newest && slidBack(release, newest) ? undefined : release;
  };

  describe.each(PLATFORMS)('on %s', (platform) => {
    it('what is offered installs from wheels, all of it together', async () => {
      const refused = await Promise.all(
        pythons.map(async (python) => {
          const requirements = offered(platform, python);
          const together = await index.resolve({ requirements, platform, python });
          return 'no' in together ? [`${python}: ${together.no}`] : [];
        }),
      );
      expect(refused.flat()).toEqual([]);
    }, 240_000);

    it('what is greyed out does not install, for the reason that is given', async () => {
      const asked = pythons.flatMap((python) =>
        blocked(platform, python).flatMap(({ id, names }) => names.map((name) => ({ id, name, python }))),
      );
      const names = [...new Set(asked.map(({ name, python }) => `${name} ${python}`))];
      const installs = await Promise.all(
        names.map(async (one) => {
          const [name, version] = one.split(' ') as [string, string];
          return (await fitting(name, platform, version)) ? [one] : [];
        }),
      );
      expect(installs.flat()).toEqual([]);
    }, 240_000);

    it('what is greyed out because of another package does not install either', async () => {
      const asked = pythons.flatMap((python) =>
        blocked(platform, python)
          .filter(({ id, names }) => !names.some((name) => name === packageOn(variantOf(id), platform)))
          .map(({ id }) => ({ id, python })),
      );
      const resolved = await Promise.all(
        asked.map(async ({ id, python }) => {
          const answer = await index.resolve({ requirements: requirementsFor(variantOf(id)), platform, python });
          const own = found(answer, packageOn(variantOf(id), platform));
          return own && !isPrerelease(own) ? [`${id} ${python}`] : [];
        }),
      );
      expect(resolved.flat()).toEqual([]);
    }, 240_000);
  });
}
