import { describe, expect, it } from '@jest/globals';
import { librariesOf } from '../../generators/app/chosen.ts';
import { ARCHITECTURES, BASES, type Base } from '../../generators/catalog/bases.ts';
import { PRESETS, type Preset, presetOn } from '../../generators/catalog/presets.ts';
import { hasWheel } from '../../generators/catalog/refresh/fits.ts';
import { type Query, type Resolution, Resolver } from '../../generators/catalog/refresh/resolver.ts';
import { pythonsFor } from '../../generators/catalog/support.ts';
import type { Platform } from '../../generators/catalog/wheels.ts';
import { planFor } from '../combinations.ts';

/*
 * What a project of each preset asks for, asked of the package index. PyTorch's own index for the CPU build is not asked: the package
 * index has wheels of it for the same platforms.
 */

const index = await Resolver.open().catch((error: Error) => error.message);

const CASES = BASES.flatMap((base: Base) =>
  PRESETS.filter((preset) => !presetOn(preset, base).lacks).map((preset) => ({
    base,
    preset: preset as Preset,
    title: `${preset.id} locks on ${base.id}, with wheels of everything, for every Python and both architectures`,
  })),
);

/** What was resolved, by what was asked: bases that have the same Python ask the same. */
const resolved = new Map<string, Promise<Resolution>>();

function resolve(resolver: Resolver, query: Query): Promise<Resolution> {
  const key = JSON.stringify(query);
  const answer = resolved.get(key) ?? resolver.resolve(query);
  resolved.set(key, answer);
  return answer;
}

/** What stands in the way of a project on one machine: uv's words, or what has no wheel there and does not come from the distribution. */
async function obstacles(resolver: Resolver, preset: Preset, base: Base, python: string, platform: Platform) {
  const plan = planFor({ preset: preset.id, base: base.id, python });
  const requirements = [
    ...plan.heavy,
    ...plan.companions.map(({ requirement }) => requirement),
    ...plan.light,
    ...plan.dev,
  ];
  const distribution = plan.fromDistribution.length > 0;
  const query = { requirements, platform, python, ...(distribution && { anyFile: true as const }) };
  const answer = await resolve(resolver, query);
  if ('no' in answer) return [`${python} ${platform}: ${answer.no}`];
  return answer.releases
    .filter((release) => !plan.fromDistribution.includes(release.name) && !hasWheel(release, platform, python))
    .map(({ name }) => `${python} ${platform}: ${name} has no wheel`);
}

if (typeof index === 'string') {
  describe('every preset', () => {
    it.skip(`locks on every base (skipped: ${index})`, () => {});
  });
} else {
  describe('every preset', () => {
    it.each(CASES)(
      '$title',
      async ({ preset, base }) => {
        const pythons = pythonsFor(librariesOf(presetOn(preset, base).libraries), base);
        expect(pythons.length).toBeGreaterThan(0);
        const found = pythons.flatMap((python) =>
          ARCHITECTURES.map((one) => obstacles(index, preset, base, python, `${base.libc} ${one}`)),
        );
        expect((await Promise.all(found)).flat()).toEqual([]);
      },
      240_000,
    );
  });
}
