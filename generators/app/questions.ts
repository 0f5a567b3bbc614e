import { styleText } from 'node:util';
import { APPS } from '../catalog/apps.ts';
import { BASES, type BaseId, baseOf } from '../catalog/bases.ts';
import { GROUPS, LIBRARIES, type Library, type LibraryId } from '../catalog/libraries.ts';
import { defaultPython, pythonsFor, unsupported } from '../catalog/support.ts';
import { canUseGpu } from '../catalog/variants.ts';
import { type Answers, librariesOf } from './answers.ts';
import { nameProblem } from './names.ts';
import { columnsOf, wrap } from './wrap.ts';

/** What to do when the files are there. */
export type Delivery = 'run' | 'build' | 'files';

/** What the prompts fill in. */
export type Asked = Partial<Answers> & { delivery?: Delivery };

interface Choice {
  name: string;
  value: string;
  short?: string;
  checked?: boolean;
  disabled?: string | false;
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
  validate?: (value: never) => string | true;
  loop?: false;
  pageSize?: number;
  /** Keys of a checkbox; null for none. */
  shortcuts?: { all: null; invert: null };
  theme?: { style: { keysHelpTip: (keys: [key: string, action: string][]) => string } };
}

/** A base as the questions know it: python until one is chosen. */
function baseIn(asked: Asked) {
  return baseOf((asked.base ?? 'python') as BaseId);
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

/** The keys that a checkbox knows; how long the list is when the screen doesn't hold it. */
function keysOf(lines: number) {
  return (keys: [key: string, action: string][]): string =>
    keys
      .map(([key, action]) => [key, key === '↑↓' && lines > pageSize() ? `navigate all ${LIBRARIES.length}` : action])
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
      checked: Boolean(library.preselected),
      disabled: reason ? continued(reason, BEFORE.checkbox + width) : false,
    };
  };
  return GROUPS.flatMap((group) => [
    { type: 'separator' as const, separator: styleText('bold', group) },
    ...LIBRARIES.filter((library) => library.group === group).map(choice),
  ]);
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
      name: 'base',
      message: 'Base image',
      default: 'python',
      choices: () =>
        BASES.map(({ id, label, purpose }) => ({
          name: inColumns(label, 8, purpose, BEFORE.select),
          short: label,
          value: id,
        })),
    },
    {
      type: 'checkbox',
      name: 'libraries',
      message: 'Libraries',
      loop: false,
      pageSize: pageSize(),
      shortcuts: { all: null, invert: null }, // nobody wants all of them, and the hint fits a narrow screen
      theme: { style: { keysHelpTip: keysOf(LIBRARIES.length + GROUPS.length) } },
      choices: (asked) => libraryChoices(all(asked)),
      validate: (ticked: readonly unknown[]) => ticked.length > 0 || 'Tick at least one (space bar)',
    } as Question,
    {
      type: 'select',
      name: 'python',
      message: 'Python version',
      when: (asked) => pythonsFor(librariesOf(all(asked).libraries), baseIn(all(asked))).length > 1,
      default: (asked: Asked) => defaultPython(librariesOf(all(asked).libraries), baseIn(all(asked))),
      choices: (asked) =>
        [...pythonsFor(librariesOf(all(asked).libraries), baseIn(all(asked)))]
          .reverse()
          .map((python) => ({ name: python, value: python })),
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
      when: (asked) => canUseGpu(librariesOf(all(asked).libraries)) && baseIn(all(asked)).libc === 'glibc',
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
  return every.filter((question) => known[question.name] === undefined);
}

/** What --yes takes for every answer that is still missing. */
export function defaults(known: Asked, name: string): Asked {
  const base = known.base ?? 'python';
  const libraries =
    known.libraries ??
    LIBRARIES.filter((library) => 'preselected' in library && !unsupported(library, baseOf(base))).map(
      ({ id }): LibraryId => id,
    );
  return {
    name,
    base,
    libraries,
    python: defaultPython(librariesOf(libraries), baseOf(base)),
    with: [],
    apps: [APPS[0].id],
    gpu: false,
    delivery: 'files',
    ...Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)),
  };
}
