import { styleText } from 'node:util';
import { BASES, type Base, type BaseId, baseOf } from '../catalog/bases.ts';
import { GROUPS, LIBRARIES, type Library, libraryOf } from '../catalog/libraries.ts';
import { DEFAULT_PRESET, PRESETS, type Preset, type PresetId, presetOf, presetOn } from '../catalog/presets.ts';
import { pythonsFor, unsupported } from '../catalog/support.ts';
import { canUseGpu } from '../catalog/variants.ts';
import { type Asked, baseIn, librariesIn, OWN, presetIn } from './asked.ts';
import { librariesOf } from './chosen.ts';
import { against } from './combination.ts';
import { readVersions } from './versions.ts';
import { columnsOf, wrap } from './wrap.ts';

/** A choice of a list, in the shape that inquirer knows. */
export interface Choice {
  name: string;
  value: string;
  short?: string;
  checked?: boolean;
  disabled?: string | false;
  /** Shown below the list while the choice is pointed at. */
  description?: string;
}

/** A heading between choices, in the shape that inquirer knows. */
export interface Heading {
  type: 'separator';
  separator: string;
}

/** Two columns in a list of choices: the second goes on below itself, not at the margin. */
export function inColumns(first: string, width: number, second: string, margin: number): string {
  return `${first.padEnd(width)}${continued(second, margin + width)}`;
}

/** Text that begins in this column of the screen and goes on below itself. */
function continued(text: string, column: number): string {
  return wrap(text, Math.max(20, columnsOf(process.stdout) - 1 - column)).replaceAll('\n', `\n${' '.repeat(column)}`);
}

/** What inquirer puts before a choice: a pointer and a space, with a box between in a checkbox. */
export const BEFORE = { select: 2, checkbox: 3 } as const;

/**
 * A choice of a list, in two columns; greyed out where there is a reason.
 * @param margin what inquirer puts before it.
 */
function choiceOf(
  { id, label, purpose }: { id: string; label: string; purpose: string },
  width: number,
  reason: string | undefined,
  margin: number = BEFORE.select,
): Choice {
  return {
    // inquirer sets the reason behind the name, with a space between
    name: reason ? label.padEnd(width - 1) : inColumns(label, width, purpose, margin),
    short: label,
    value: id,
    disabled: reason ? continued(reason, margin + width) : false,
  };
}

/**
 * Why a preset can't be had: what the base lacks of it, no use for the GPU that was asked for or, where no base is chosen yet, what the
 * first says while all refuse it.
 */
function presetProblem(preset: Preset, asked: Asked): string | undefined {
  const lacks = asked.base && presetOn(preset, baseOf(asked.base)).lacks;
  if (lacks) return `${asked.base} lacks ${lacks}`;
  if (asked.gpu && !canUseGpu(librariesOf(preset.libraries))) return 'has no library that is built for a GPU';
  const bases = BASES.filter(({ id }) => id === (asked.base ?? id));
  const reasons = bases.map((base) => baseProblem(base, { ...asked, preset: preset.id as PresetId }));
  return reasons.every((reason) => reason !== undefined) ? reasons[0] : undefined;
}

/** The presets, with what is in each, and last a list of one's own. */
export function presetChoices(asked: Asked): Choice[] {
  const width = Math.max(...PRESETS.map(({ label }) => label.length)) + 2;
  const choice = (preset: Preset): Choice => {
    const { libraries } = presetOn(preset, baseOf(asked.base ?? 'python'));
    const reason = presetProblem(preset, asked);
    const labels = libraries.map((id) => libraryOf(id).label).join(', ');
    return {
      ...choiceOf(preset, width, reason),
      ...(!reason && { description: wrap(labels, columnsOf(process.stdout) - 1) }),
    };
  };
  const own = { id: OWN, label: 'choose yourself', purpose: 'a list of all libraries' };
  return [...PRESETS.map(choice), choiceOf(own, width, undefined)];
}

/** Why a base can't have what was chosen before it; undefined where it can. */
function baseProblem(base: Base, asked: Asked): string | undefined {
  const preset = presetIn(asked);
  const lacks = preset && presetOn(preset, base).lacks;
  return lacks ? `lacks ${lacks}` : against(librariesIn({ ...asked, base: base.id as BaseId }), base, asked);
}

/** The base images, with what each of them takes from the preset that was chosen. */
export function baseChoices(asked: Asked): Choice[] {
  const preset = presetIn(asked);
  return BASES.map((base) => {
    const { leftOut } = preset ? presetOn(preset, base) : {};
    const purpose = leftOut ? `${base.purpose}. Without ${leftOut.labels}` : base.purpose;
    return choiceOf({ ...base, purpose }, 8, baseProblem(base, asked));
  });
}

/** The libraries in their groups. */
export function libraryChoices(asked: Asked): (Choice | Heading)[] {
  const base = baseIn(asked);
  const width = Math.max(...LIBRARIES.map(({ label }) => label.length)) + 2;
  const choice = (library: Library): Choice => ({
    ...choiceOf(library, width, unsupported(library, base), BEFORE.checkbox),
    checked: presetOf(DEFAULT_PRESET).libraries.some((id) => id === library.id),
  });
  return GROUPS.flatMap((group) => [
    { type: 'separator' as const, separator: styleText('bold', group) },
    ...LIBRARIES.filter((library) => library.group === group).map(choice),
  ]);
}

/** The Python versions that all libraries have, newest first, with the image that brings each. */
export function pythonChoices(asked: Asked): Choice[] {
  const base = baseIn(asked);
  const { images } = readVersions();
  return pythonsFor(librariesIn(asked), base, asked.gpu)
    .map((python) => ({
      name: inColumns(python, 6, images[`${base.id}-${python}`] ?? '', BEFORE.select),
      short: python,
      value: python,
    }))
    .reverse();
}
