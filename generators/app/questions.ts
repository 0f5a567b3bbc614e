import { APPS } from '../catalog/apps.ts';
import { BASES, type BaseId, baseOf } from '../catalog/bases.ts';
import { GROUPS, LIBRARIES, type LibraryId, libraryOf } from '../catalog/libraries.ts';
import { defaultPython, pythonsFor, unsupported } from '../catalog/support.ts';
import { type Answers, libraryIdOf } from './answers.ts';
import { nameProblem } from './names.ts';

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
}

function chosen(asked: Asked) {
  return (asked.libraries ?? []).map((one) => libraryOf(libraryIdOf(one)));
}

/** A base as the questions know it: python until one is chosen. */
function baseIn(asked: Asked) {
  return baseOf((asked.base ?? 'python') as BaseId);
}

function libraryChoices(asked: Asked): (Choice | Heading)[] {
  const base = baseIn(asked);
  return GROUPS.flatMap((group) => [
    { type: 'separator' as const, separator: group },
    ...LIBRARIES.filter((library) => library.group === group).map((library) => ({
      name: `${library.label}: ${library.purpose}`,
      short: library.label,
      value: library.id,
      checked: 'preselected' in library,
      disabled: unsupported(library, base) ?? (false as const),
    })),
  ]);
}

/** Libraries with their headings, as far as the screen holds them. */
function pageSize(): number {
  const rows = process.stdout.rows ?? 24;
  return Math.max(7, Math.min(LIBRARIES.length + GROUPS.length, rows - 6));
}

/**
 * Every question that these answers leave open, in order.
 * @param known what flags and stored answers say; a question that is answered there is left out.
 * @param name the project name to propose.
 */
export function questions(known: Asked, name: string): Question[] {
  const all: Question[] = [
    {
      type: 'input',
      name: 'name',
      message: 'Project name',
      default: name,
      validate: (value: string) => nameProblem(value) ?? true,
    },
    {
      type: 'select',
      name: 'base',
      message: 'Base image',
      default: 'python',
      choices: () =>
        BASES.map(({ id, label, purpose }) => ({ name: `${label.padEnd(6)}  ${purpose}`, short: label, value: id })),
    },
    {
      type: 'checkbox',
      name: 'libraries',
      message: 'Libraries',
      loop: false,
      pageSize: pageSize(),
      choices: (asked) => libraryChoices({ ...known, ...asked }),
      validate: (ticked: readonly unknown[]) => ticked.length > 0 || 'Tick at least one (space bar)',
    } as Question,
    {
      type: 'select',
      name: 'python',
      message: 'Python version',
      when: (asked) => pythonsFor(chosen({ ...known, ...asked }), baseIn({ ...known, ...asked })).length > 1,
      default: (asked: Asked) => defaultPython(chosen({ ...known, ...asked }), baseIn({ ...known, ...asked })),
      choices: (asked) =>
        [...pythonsFor(chosen({ ...known, ...asked }), baseIn({ ...known, ...asked }))]
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
          name: `${label}: ${purpose}`,
          short: label,
          value: id,
          checked: true,
        })),
      validate: (ticked: readonly unknown[]) => ticked.length > 0 || 'Tick at least one (space bar)',
    } as Question,
    {
      type: 'confirm',
      name: 'gpu',
      message: 'Use an NVIDIA GPU (several GB of CUDA libraries)?',
      when: (asked) =>
        chosen({ ...known, ...asked }).some((library) => library.gpu) &&
        baseIn({ ...known, ...asked }).libc === 'glibc',
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
  return all.filter((question) => known[question.name] === undefined);
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
    python: defaultPython(chosen({ libraries }), baseOf(base)),
    with: [],
    apps: [APPS[0].id],
    gpu: false,
    delivery: 'files',
    ...Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)),
  };
}
