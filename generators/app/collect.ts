import path from 'node:path';
import { baseOf } from '../catalog/bases.ts';
import { withNeeded } from '../catalog/libraries.ts';
import { presetOn } from '../catalog/presets.ts';
import { pythonsFor } from '../catalog/support.ts';
import { indexesOf } from '../catalog/variants.ts';
import { bytesIn } from '../engine/bytes.ts';
import type { Ceiling } from '../engine/ceiling.ts';
import { ENGINES } from '../engine/project.ts';
import { type Answers, checkAnswers, type Given, unknown } from './answers.ts';
import { type Asked, type Delivery, presetIn } from './asked.ts';
import { librariesOf } from './chosen.ts';
import { nameProblem, suggestName } from './names.ts';
import type { Flags } from './options.ts';
import { defaults, type Question, questions } from './questions.ts';
import { Refusal } from './refusal.ts';
import { shown } from './shown.ts';
import { isEmpty, isFile, storedAnswers, type Target, targetOf } from './target.ts';

/** Everything that is known before anything is written. */
export interface Collected {
  target: Target;
  answers: Answers;
  /** What an earlier run was answered, where the folder holds a project. */
  earlier?: Answers;
  delivery: Delivery;
  /** The most that the build may weigh, where that was said. */
  ceiling?: Ceiling;
}

/** What a run starts from. */
export interface Request {
  /** The folder as typed, if it was. */
  folder?: string;
  flags: Flags;
  cwd: string;
  /** Asks the questions; absent where there is no terminal. */
  ask?: (questions: Question[]) => Promise<Asked>;
  /** Says something before the questions. */
  tell?: (line: string) => void;
}

function fromFlags(flags: Flags): Given {
  const { preset, base, python, libraries, apps, index } = flags;
  const gpu = flags['no-gpu'] ? false : flags.gpu;
  return Object.fromEntries(
    Object.entries({ preset, base, python, libraries, with: flags.with, apps, gpu, index }).filter(
      ([, value]) => value !== undefined,
    ),
  );
}

/** Stored answers without the Python version and the GPU where a flag has changed what they depend on, so that they no longer fit. */
function fitting(stored: Given, flags: Flags): Given {
  const given = { ...stored, ...fromFlags(flags) };
  const { problems } = checkAnswers(given);
  if (problems.length === 0) return stored;
  const unfit = (['python', 'gpu'] as const).filter((field) => {
    const without = checkAnswers({ ...given, [field]: undefined });
    return fromFlags(flags)[field] === undefined && without.problems.length < problems.length;
  });
  return Object.fromEntries(Object.entries(stored).filter(([field]) => !unfit.some((one) => one === field)));
}

/** The answers of an earlier run, where all of them are there and valid. */
function completeAnswers(stored: Given): Answers | undefined {
  const { answers, problems } = checkAnswers(stored);
  const complete = problems.length === 0 && Object.values(answers).every((value) => value !== undefined);
  return complete ? (answers as Answers) : undefined;
}

function deliveryFrom(flags: Flags): Delivery | undefined {
  if (flags['dry-run']) return 'files';
  if (flags.run) return 'run';
  return flags.build ? 'build' : undefined;
}

function engineProblems({ engine }: Flags): string[] {
  if (engine === undefined || ENGINES.some((name) => name === engine)) return [];
  return [unknown('engine', 'engine', String(engine), ENGINES)];
}

/** What is wrong with --max-size: it is no size, or nothing is going to be built that it could limit. */
function ceilingProblems({ 'max-size': size, build, run }: Flags, asks: boolean): string[] {
  if (size === undefined) return [];
  if (!bytesIn(String(size))) {
    return [
      `--max-size ${shown(String(size), 40)} is no size. Write a number above 0 and its unit: 800MB, 1.5GB, 750MiB`,
    ];
  }
  return build || run || asks ? [] : ['--max-size is for a build. Add --build or --run, or leave it out'];
}

/** The name and folder that are proposed where none was typed: this folder when it is empty and its name will do, else a new one. */
function proposed(cwd: string): { name: string; folder: string } {
  const here = path.basename(cwd);
  if (isEmpty(cwd) && !nameProblem(here)) return { name: here, folder: '.' };
  const name = isEmpty(cwd) ? suggestName(here) : 'ml-demo';
  for (let number = 1; ; number += 1) {
    const free = number === 1 ? name : `${name}-${number}`;
    if (isFree(path.join(cwd, free))) return { name: free, folder: free };
  }
}

/** Whether a project can go there without meeting anything. */
function isFree(folder: string): boolean {
  return !isFile(folder) && isEmpty(folder);
}

/** What an earlier run stored and no flag changes, in one line; undefined where there is nothing. */
function keptLine(stored: Given, flags: Flags, checked: Partial<Answers>): string | undefined {
  const { base, python, libraries, with: others, apps, index } = checked;
  const kept = Object.entries({ base, libraries, with: others, python: python && `Python ${python}`, apps, index })
    .filter(([name]) => stored[name as keyof Given] !== undefined && flags[name as keyof Flags] === undefined)
    .flatMap(([, value]) => value ?? []);
  return kept.length > 0 ? `As last time: ${kept.join(', ')} (flags change it)` : undefined;
}

/** What a base lacks of the preset that was taken, in one line; undefined where it lacks nothing. */
function leftOutLine(asked: Asked): string | undefined {
  const [preset, base] = [presetIn(asked), asked.base];
  if (!preset || !base) return undefined;
  const { leftOut } = presetOn(preset, baseOf(base));
  return leftOut && `Left out on ${base}: ${leftOut.because}`;
}

/** The indexes that an address was given for and that nothing is taken from. */
function unusedIndexes({ libraries, gpu, index }: Answers): string[] {
  const used = indexesOf(withNeeded(librariesOf(libraries)), gpu).map(({ name }) => name);
  return index.map((one) => one.slice(0, one.indexOf('='))).filter((name) => !used.includes(name));
}

/** The questions that need an answer from a flag when nobody can be asked. */
function missingFlags(known: Asked): string[] {
  const { base, preset, libraries } = known;
  const pythons = base && libraries ? pythonsFor(librariesOf(libraries), baseOf(base), known.gpu) : [];
  return [
    ...(known.name === undefined ? ['the folder'] : []),
    ...(preset === undefined && libraries === undefined ? ['--preset (or --libraries)'] : []),
    ...(base === undefined ? ['--base'] : []),
    ...(known.python === undefined && pythons.length !== 1 ? ['--python'] : []),
  ];
}

/**
 * Gathers the answers: flags win over stored answers, what is left is asked. All problems are reported at once.
 * @throws Refusal when an answer is wrong, or missing with nobody to ask.
 */
export async function collect({ folder, flags, cwd, ask, tell }: Request): Promise<Collected> {
  const typed = folder === undefined ? undefined : targetOf(folder, cwd);
  const { preset: _, ...earlierAnswers } = storedAnswers(typed?.folder ?? cwd); // no run stores one
  const { libraries: __, ...withoutLibraries } = earlierAnswers;
  const stored: Given = flags.preset === undefined ? earlierAnswers : withoutLibraries; // the preset's take their place
  const here = typed ?? (stored.name === undefined ? undefined : targetOf('.', cwd));
  if (typed) isEmpty(typed.folder);
  const named = here && { name: path.basename(here.folder) };
  const given: Given = { ...named, ...fitting(stored, flags), ...fromFlags(flags) };
  const checked = checkAnswers(given);
  const found = [...checked.problems, ...engineProblems(flags), ...ceilingProblems(flags, Boolean(ask && !flags.yes))];
  if (found.length > 0) throw new Refusal(found);

  const known: Asked = { ...checked.answers, preset: checked.preset, delivery: deliveryFrom(flags) };
  const proposal = here ? { name: path.basename(here.folder), folder: here.shown } : proposed(cwd);
  const missing = missingFlags(known);
  if (missing.length > 0 && !ask && !flags.yes) {
    throw new Refusal(
      `There is no terminal to ask in, and no answer for: ${missing.join(', ')}. Give them, or take the defaults with --yes`,
    );
  }
  let asked: Asked = {};
  if (ask && !flags.yes) {
    const kept = keptLine(stored, flags, checked.answers);
    if (kept) tell?.(kept);
    const inTheWay = (name: string) =>
      isFile(path.join(cwd, name)) ? `There is a file ${name} here. Take another name` : undefined;
    asked = await ask(questions(known, proposal.name, (name) => nameProblem(name) ?? inTheWay(name)));
  }
  const complete = defaults({ ...known, ...asked }, proposal.name);
  const { answers, problems } = checkAnswers(complete);
  if (problems.length > 0) throw new Refusal(problems);
  const leftOut = leftOutLine(complete);
  if (leftOut) tell?.(leftOut);
  const target = here ?? targetOf(answers.name === proposal.name ? proposal.folder : (answers.name as string), cwd);
  const unused = flags.index === undefined ? [] : unusedIndexes(answers as Answers);
  if (unused.length > 0)
    tell?.(`No library of this project comes from ${unused.join(', ')}: the address is kept for later.`);
  const earlier = completeAnswers(earlierAnswers);
  const delivery = complete.delivery ?? 'files';
  const size = String(flags['max-size']);
  const bytes = bytesIn(size);
  return {
    target,
    answers: answers as Answers,
    ...(earlier && { earlier }),
    delivery,
    ...(bytes && { ceiling: { bytes, typed: size } }),
  };
}
