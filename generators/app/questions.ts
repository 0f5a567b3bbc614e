import { styleText } from 'node:util';
import { APPS } from '../catalog/apps.ts';
import { BASES, baseOf } from '../catalog/bases.ts';
import { clashOn } from '../catalog/clash.ts';
import { GROUPS, LIBRARIES } from '../catalog/libraries.ts';
import { DEFAULT_PRESET, PRESETS } from '../catalog/presets.ts';
import { defaultPython, hasCuda, pythonsFor } from '../catalog/support.ts';
import { canUseGpu } from '../catalog/variants.ts';
import { type Asked, baseIn, librariesIn, OWN, presetIn } from './asked.ts';
import {
  BEFORE,
  baseChoices,
  type Choice,
  type Heading,
  inColumns,
  libraryChoices,
  presetChoices,
  pythonChoices,
} from './choices.ts';
import { librariesOf } from './chosen.ts';
import { gpuProblem } from './combination.ts';
import { nameProblem } from './names.ts';
import { columnsOf, wrap } from './wrap.ts';

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
      default: (asked: Asked) => presetChoices(all(asked)).find(({ disabled }) => !disabled)?.value,
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
