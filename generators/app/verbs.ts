import { explainPresets, type OptionName } from './options.ts';

/** A word that stands first on the command line and says what is to be done. */
export interface Verb {
  name: string;
  /** What it does, in a few words, for the list of verbs. */
  purpose: string;
  /** The first lines of its help. */
  about: string;
  /** The one word that may stand behind it; absent where none may. */
  argument?: { name: string; description: string };
  /** The options that it takes. */
  options: readonly OptionName[];
  /** What its help says below the options. */
  notes: string;
  /** What to type behind the command's name, for the end of its help. */
  examples: readonly string[];
}

const EVERYWHERE = ['debug', 'help', 'version'] as const satisfies readonly OptionName[];

/** Every verb. The first one is meant where none is named. */
export const VERBS = [
  {
    name: 'new',
    purpose: 'makes a project; the word may be left out',
    about: `Makes a machine-learning project that runs in a container:
Dockerfile, locked libraries, a model, an API.`,
    argument: { name: 'folder', description: "where the project goes; its name is the project's (default: asked)" },
    options: [
      ...['preset', 'base', 'python', 'libraries', 'with', 'apps', 'gpu', 'no-gpu', 'index'],
      ...['build', 'run', 'engine', 'max-size', 'yes', 'force', 'dry-run'],
      ...EVERYWHERE,
    ] as readonly OptionName[],
    notes: `Presets; --libraries adds more to one, or other versions of its own:
${explainPresets()}

Every question has an option, and an option wins over its question.
Without a terminal nothing is asked. What --force replaces is kept under
.ml-docker/backup/. The engine "local" needs no container engine: it runs the
project in a virtual environment.

Exit codes: 0 done, 1 failed, 2 wrong or missing input (nothing was written),
3 the project is complete but no engine could do what was asked, 130 cancelled.`,
    examples: ['demo', 'demo --preset boosting --yes --run', 'demo --base python --libraries numpy,pandas --yes --run'],
  },
  {
    name: 'list',
    purpose: 'shows what a project can be made of',
    about: `Shows what a project can be made of: base images, presets and libraries,
which runs on which, or why not, and what has to be downloaded.`,
    options: ['json', ...EVERYWHERE],
    notes: `Nothing is asked, written or fetched: the facts come with this version.
Any other Python library is added with --with.

Exit codes: 0 done, 1 failed, 2 wrong input.`,
    examples: ['list', 'list --json'],
  },
] as const satisfies readonly Verb[];

export type VerbName = (typeof VERBS)[number]['name'];

/** The record of a verb, as the general type. */
export function verbOf(name: VerbName): Verb {
  return VERBS.find((verb) => verb.name === name) as Verb;
}

/** The verb that a word names, if it is one. */
export function verbCalled(word: string | undefined): VerbName | undefined {
  return VERBS.find(({ name }) => name === word)?.name;
}

/** The verbs that take an option. */
export function verbsWith(option: string): VerbName[] {
  return VERBS.filter((verb: Verb) => verb.options.some((one) => one === option)).map(({ name }) => name);
}

/** A folder as it is typed behind the command: behind `new` where it would be taken for a verb, or for a call for help. */
export function folderWords(folder: string): string[] {
  return verbCalled(folder) || folder === 'help' ? ['new', folder] : [folder];
}
