import { styleText } from 'node:util';
import { APPS } from '../catalog/apps.ts';
import { BASES, type Base, type BaseId, baseOf } from '../catalog/bases.ts';
import { clashOn } from '../catalog/clash.ts';
import { GROUPS, LIBRARIES, type Library, libraryOf } from '../catalog/libraries.ts';
import { DEFAULT_PRESET, PRESETS, type Preset, type PresetId, presetOf, presetOn } from '../catalog/presets.ts';
import { defaultPython, hasCuda, pythonsFor, unsupported } from '../catalog/support.ts';
import { canUseGpu } from '../catalog/variants.ts';
import type { Answers } from './answers.ts';
import { librariesOf, withPreset } from './chosen.ts';
import { against, gpuProblem } from './combination.ts';
import { nameProblem } from './names.ts';
import { readVersions } from './versions.ts';
import { columnsOf, wrap } from './wrap.ts';

/** What to do when the files are there. */
export type Delivery = 'run' | 'build' | 'files';

/** The last choice of the question for a preset: none, a list of one's own. */
export const OWN = 'own';

/** What the prompts fill in. */
export type Asked = Partial<Answers> & { preset?: PresetId | typeof OWN; delivery?: Delivery };

interface Choice {
  name: string;
  value: string;
  short?: string;
  checked?: boolean;
  disabled?: string | false;
  /** Shown below the list while the choice is pointed at. */
  description?: string;
}

/** A heading between choices, in the shape that inquirer knows. */
interface Heading {
  type: 'separator';
  separator: string;
}

/** A question in the shape that both inquirer and Yeoman's `prompt` take. */
export interface Question {
  type: 'input' | 'select' | 'checkbox' | 'confirm';
  name: keyof Asked;
  message: string;
  when?: (asked: Asked) => boolean;
  default?: unknown;
  choices?: (asked: Asked) => (Choice | Heading)[];
  validate?: (value: never, asked?: Asked) => string | true;
  loop?: false;
  pageSize?: number;
  /** Keys of a checkbox; null for none. */
  shortcuts?: { all: null; invert: null };
  theme?: {
    style?: { keysHelpTip: (keys: [key: string, action: string][]) => string };
    i18n?: { disabledError: string };
  };
}

/** A base as the questions know it: python until one is chosen, and with one Python alone where that is known. */
function baseIn(asked: Asked): Base {
  const { pythons, distribution, ...base } = baseOf((asked.base ?? 'python') as BaseId);
  const { python } = asked;
  if (python === undefined) return { ...base, pythons, ...(distribution && { distribution }) };
  return { ...base, pythons: [python], ...(distribution?.python === python && { distribution }) };
}

/** The preset that was chosen; undefined while none is, and where a person chooses the libraries. */
function presetIn({ preset }: Asked): Preset | undefined {
  return preset === undefined || preset === OWN ? undefined : presetOf(preset);
}

/** The libraries that were chosen so far, by name or by a preset. */
function librariesIn(asked: Asked): Library[] {
  return librariesOf(withPreset(asked.libraries ?? [], presetIn(asked), baseIn(asked).id as BaseId));
}

/** Two columns in a list of choices: the second goes on below itself, not at the margin. */
function inColumns(first: string, width: number, second: string, margin: number): string {
  return `${first.padEnd(width)}${continued(second, margin + width)}`;
}

/** Text that begins in this column of the screen and goes on below itself. */
function continued(text: string, column: number): string {
  return wrap(text, Math.max(20, columnsOf(process.stdout) - 1 - column)).replaceAll('\n', `\n${' '.repeat(column)}`);
}

/** What inquirer puts before a choice: a pointer and a space, with a box between in a checkbox. */
const BEFORE = { select: 2, checkbox: 3 } as const;

/** A choice of a list to select from, in two columns; greyed out where there is a reason. */
function selectChoice(
  { id, label, purpose }: { id: string; label: string; purpose: string },
  width: number,
  reason: string | undefined,
): Choice {
  return {
    // inquirer sets the reason behind the name, with a space between
    name: reason ? label.padEnd(width - 1) : inColumns(label, width, purpose, BEFORE.select),
    short: label,
    value: id,
    disabled: reason ? continued(reason, BEFORE.select + width) : false,
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

function presetChoices(asked: Asked): Choice[] {
  const width = Math.max(...PRESETS.map(({ label }) => label.length)) + 2;
  const choice = (preset: Preset): Choice => {
    const { libraries } = presetOn(preset, baseOf(asked.base ?? 'python'));
    const reason = presetProblem(preset, asked);
    const labels = libraries.map((id) => libraryOf(id).label).join(', ');
    return {
      ...selectChoice(preset, width, reason),
      ...(!reason && { description: wrap(labels, columnsOf(process.stdout) - 1) }),
    };
  };
  const own = { id: OWN, label: 'choose yourself', purpose: 'a list of all libraries' };
  return [...PRESETS.map(choice), selectChoice(own, width, undefined)];
}

/** Why a base can't have what was chosen before it; undefined where it can. */
function baseProblem(base: Base, asked: Asked): string | undefined {
  const preset = presetIn(asked);
  const lacks = preset && presetOn(preset, base).lacks;
  return lacks ? `lacks ${lacks}` : against(librariesIn({ ...asked, base: base.id as BaseId }), base, asked);
}

/** The base images, with what each of them takes from the preset that was chosen. */
function baseChoices(asked: Asked): Choice[] {
  const preset = presetIn(asked);
  return BASES.map((base) => {
    const { leftOut } = preset ? presetOn(preset, base) : {};
    const purpose = leftOut ? `${base.purpose}. Without ${leftOut.labels}` : base.purpose;
    return selectChoice({ ...base, purpose }, 8, baseProblem(base, asked));
  });
}

/** How a list of so many choices to select from looks, as far as the screen holds it with what is said below. */
function selectLook(choices: number): Pick<Question, 'loop' | 'pageSize' | 'theme'> {
  const page = Math.max(5, (process.stdout.rows ?? 24) - 8);
  return {
    loop: false,
    pageSize: page,
    theme: {
      style: { keysHelpTip: keysOf(choices, choices, page) },
      i18n: { disabledError: 'Greyed out: the reason stands beside it' },
    },
  };
}

/** The keys that a list of choices knows; how many choices there are when the screen doesn't hold them. */
function keysOf(choices: number, lines: number, page: number) {
  return (keys: [key: string, action: string][]): string =>
    keys
      .map(([key, action]) => [key, key === '↑↓' && lines > page ? `navigate all ${choices}` : action])
      .map(([key, action]) => `${styleText('bold', key as string)} ${styleText('dim', action as string)}`)
      .join(styleText('dim', ' • '));
}

function libraryChoices(asked: Asked): (Choice | Heading)[] {
  const base = baseIn(asked);
  const width = Math.max(...LIBRARIES.map(({ label }) => label.length)) + 2;
  const choice = (library: Library): Choice => {
    const reason = unsupported(library, base);
    return {
      // inquirer sets the reason behind the name, with a space between
      name: reason
        ? library.label.padEnd(width - 1)
        : inColumns(library.label, width, library.purpose, BEFORE.checkbox),
      short: library.label,
      value: library.id,
      checked: presetOf(DEFAULT_PRESET).libraries.some((id) => id === library.id),
      disabled: reason ? continued(reason, BEFORE.checkbox + width) : false,
    };
  };
  return GROUPS.flatMap((group) => [
    { type: 'separator' as const, separator: styleText('bold', group) },
    ...LIBRARIES.filter((library) => library.group === group).map(choice),
  ]);
}

/** The Python versions that all libraries have, newest first, with the image that brings each. */
function pythonChoices(asked: Asked): Choice[] {
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

/** Whether a GPU is asked about: where some library can use one, and all of them can be had with one on this base and Python. */
function offersGpu(asked: Asked): boolean {
  const [chosen, base] = [librariesIn(asked), baseIn(asked)];
  return canUseGpu(chosen) && hasCuda(base) && !clashOn(chosen, base, true);
}

/** Lines of libraries with their headings, as far as the screen holds them below what was answered before. */
function pageSize(): number {
  const rows = process.stdout.rows ?? 24;
  return Math.max(7, Math.min(LIBRARIES.length + GROUPS.length, rows - 6));
}

/**
 * Every question that these answers leave open, in order.
 * @param known what flags and stored answers say; a question that is answered there is left out.
 * @param name the project name to propose.
 * @param problem what is wrong with the name that is typed.
 */
export function questions(
  known: Asked,
  name: string,
  problem: (name: string) => string | undefined = nameProblem,
): Question[] {
  const all = (asked: Asked): Asked => ({ ...known, ...asked });
  const every: Question[] = [
    {
      type: 'input',
      name: 'name',
      message: 'Project name',
      default: name,
      validate: (value: string) => {
        const wrong = problem(value);
        return wrong === undefined || wrap(wrong, columnsOf(process.stdout) - 1, 2);
      },
    },
    {
      type: 'select',
      name: 'preset',
      message: 'What is it for?',
      default: DEFAULT_PRESET,
      ...selectLook(PRESETS.length + 1),
      choices: (asked) => presetChoices(all(asked)),
    },
    {
      type: 'select',
      name: 'base',
      message: 'Base image',
      default: 'python',
      ...selectLook(BASES.length),
      choices: (asked) => baseChoices(all(asked)),
    },
    {
      type: 'checkbox',
      name: 'libraries',
      message: 'Libraries',
      when: (asked) => presetIn(all(asked)) === undefined,
      loop: false,
      pageSize: pageSize(),
      shortcuts: { all: null, invert: null }, // nobody wants all of them, and the hint fits a narrow screen
      theme: { style: { keysHelpTip: keysOf(LIBRARIES.length, LIBRARIES.length + GROUPS.length, pageSize()) } },
      choices: (asked) => libraryChoices(all(asked)),
      validate: (ticked: readonly { value: string }[], asked: Asked = {}) => {
        if (ticked.length === 0) return 'Tick at least one (space bar)';
        const [libraries, base] = [librariesOf(ticked.map(({ value }) => value)), baseIn(all(asked))];
        const clash = clashOn(libraries, base, known.gpu);
        const wrong = clash ? `${clash.reason}. Untick one of them` : known.gpu && gpuProblem(libraries, base);
        return !wrong || wrap(wrong, columnsOf(process.stdout) - 1, 2);
      },
    } as Question,
    {
      type: 'select',
      name: 'python',
      message: 'Python version',
      when: (asked) => pythonsFor(librariesIn(all(asked)), baseIn(all(asked)), known.gpu).length > 1,
      default: (asked: Asked) => defaultPython(librariesIn(all(asked)), baseIn(all(asked)), known.gpu),
      choices: (asked) => pythonChoices(all(asked)),
    },
    {
      type: 'checkbox',
      name: 'apps',
      message: 'What runs in the container',
      when: () => APPS.length > 1, // one app is no question
      choices: () =>
        APPS.map(({ id, label, purpose }) => ({
          name: inColumns(label, 12, purpose, BEFORE.checkbox),
          short: label,
          value: id,
          checked: true,
        })),
      validate: (ticked: readonly unknown[]) => ticked.length > 0 || 'Tick at least one (space bar)',
    } as Question,
    {
      type: 'confirm',
      name: 'gpu',
      message: 'Use an NVIDIA GPU (CUDA, several GB)?',
      when: (asked) => offersGpu(all(asked)),
      default: false,
    },
    {
      type: 'select',
      name: 'delivery',
      message: 'Build the image and run it now?',
      default: 'run',
      choices: () => [
        { name: 'build and run it, until it answers', short: 'build and run', value: 'run' },
        { name: 'build it only', short: 'build', value: 'build' },
        { name: 'not now: write the files', short: 'not now', value: 'files' },
      ],
    },
  ];
  // Libraries that are named, or that an earlier run stored, are an answer to the question for a preset too.
  const answered = (name: keyof Asked) =>
    known[name] !== undefined || (name === 'preset' && known.libraries !== undefined);
  return every.filter(({ name }) => !answered(name));
}

/** What --yes takes for every answer that is still missing. */
export function defaults(known: Asked, name: string): Asked {
  const base = known.base ?? 'python';
  const preset = known.preset ?? (known.libraries ? undefined : DEFAULT_PRESET);
  const chosen = librariesIn({ ...known, preset, base });
  return {
    name,
    base,
    python: defaultPython(chosen, baseOf(base), known.gpu),
    with: [],
    apps: [APPS[0].id],
    gpu: false,
    index: [],
    delivery: 'files',
    ...Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)),
    preset: preset === OWN ? undefined : preset,
  };
}
