import { type Answers, checkAnswers, type Given } from '../generators/app/answers.ts';
import type { Asked } from '../generators/app/asked.ts';
import { type Plan, planOf } from '../generators/app/plan.ts';
import { defaults } from '../generators/app/questions.ts';
import { render } from '../generators/app/render.ts';
import { readVersions } from '../generators/app/versions.ts';
import { APPS } from '../generators/catalog/apps.ts';
import { BASES, type Base } from '../generators/catalog/bases.ts';
import { LIBRARIES, type Library } from '../generators/catalog/libraries.ts';
import { DEFAULT_PRESET, PRESETS, presetOn } from '../generators/catalog/presets.ts';
import { hasCuda, pythonsFor, unsupported } from '../generators/catalog/support.ts';
import { canUseGpu } from '../generators/catalog/variants.ts';
import { SEED_LIBRARIES } from './prove/seeds.ts';

const VERSIONS = readVersions();

/**
 * Complete answers from the few that a test is about; the rest is what --yes takes.
 * @throws Error with every problem that the answers have.
 */
export function answersFor(given: Given): Answers {
  const checked = checkAnswers(given);
  const { answers, problems } = checkAnswers(
    defaults({ ...(checked.answers as Asked), preset: checked.preset }, 'demo'),
  );
  const all = [...checked.problems, ...problems];
  if (all.length > 0) throw new Error(all.join('\n'));
  return answers as Answers;
}

/** The plan for a few answers, with the versions of templates/versions/. */
export function planFor(given: Given): Plan {
  return planOf(answersFor(given), VERSIONS);
}

/** The files for a few answers: path -> text. */
export function filesFor(given: Given): Map<string, string> {
  return render(planFor(given));
}

function combinationsOf(base: Base, ids: readonly string[]): Given[] {
  const libraries = ids.flatMap((id): Library[] => LIBRARIES.filter((library) => library.id === id));
  const gpus = hasCuda(base) && canUseGpu(libraries) ? [false, true] : [false];
  return gpus.flatMap((gpu) =>
    pythonsFor(libraries, base, gpu).flatMap((python) =>
      APPS.map(({ id: app }) => ({
        name: 'My-Project_2',
        base: base.id,
        python,
        libraries: [...ids],
        apps: [app],
        gpu,
      })),
    ),
  );
}

/** The libraries of every preset that a base can have; the default one has the three seed libraries. */
function presetSets(base: Base): string[][] {
  return PRESETS.flatMap((preset) => {
    const { libraries, lacks } = presetOn(preset, base);
    return lacks || preset.id === DEFAULT_PRESET ? [] : [libraries];
  });
}

/**
 * Every offered combination of base, Python, one library, app and GPU; the three seed libraries together; every preset; and every
 * library of a base at once.
 */
export const COMBINATIONS: readonly Given[] = BASES.flatMap((base) => {
  const offered = LIBRARIES.filter((library) => !unsupported(library, base)).map(({ id }) => id);
  const sets = [
    ...offered.map((id) => [id]),
    ...SEED_LIBRARIES.filter((ids) => ids.length > 1),
    ...presetSets(base),
    offered,
  ];
  return sets.flatMap((ids) => combinationsOf(base, ids));
});

/** A combination in a few words: 'alpine 3.12 numpy,pandas api'. */
export function titleOf({ base, python, libraries, apps, gpu }: Given): string {
  return `${base} ${python} ${libraries} ${apps}${gpu ? ' gpu' : ''}`;
}
