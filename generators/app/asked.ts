import { type Base, type BaseId, baseOf } from '../catalog/bases.ts';
import type { Library } from '../catalog/libraries.ts';
import { type Preset, type PresetId, presetOf } from '../catalog/presets.ts';
import type { Answers } from './answers.ts';
import { librariesOf, withPreset } from './chosen.ts';

/** What to do when the files are there. */
export type Delivery = 'run' | 'build' | 'files';

/** The last choice of the question for a preset: none, a list of one's own. */
export const OWN = 'own';

/** What the prompts fill in. */
export type Asked = Partial<Answers> & { preset?: PresetId | typeof OWN; delivery?: Delivery };

/** A base as the questions know it: python until one is chosen, and with one Python alone where that is known. */
export function baseIn(asked: Asked): Base {
  const { pythons, distribution, ...base } = baseOf((asked.base ?? 'python') as BaseId);
  const { python } = asked;
  if (python === undefined) return { ...base, pythons, ...(distribution && { distribution }) };
  return { ...base, pythons: [python], ...(distribution?.python === python && { distribution }) };
}

/** The preset that was chosen; undefined while none is, and where a person chooses the libraries. */
export function presetIn({ preset }: Asked): Preset | undefined {
  return preset === undefined || preset === OWN ? undefined : presetOf(preset);
}

/** The libraries that were chosen so far, by name or by a preset. */
export function librariesIn(asked: Asked): Library[] {
  return librariesOf(withPreset(asked.libraries ?? [], presetIn(asked), baseIn(asked).id as BaseId));
}
