import { APPS, type AppId } from '../catalog/apps.ts';
import { BASES, type BaseId, baseOf, PYTHONS } from '../catalog/bases.ts';
import { LIBRARIES, type LibraryId } from '../catalog/libraries.ts';
import { basesOf, PRESETS, type Preset, type PresetId, presetOn } from '../catalog/presets.ts';
import { fromDistribution } from '../catalog/support.ts';
import { parseAddresses } from './addresses.ts';
import { librariesOf, libraryIdOf, withPreset } from './chosen.ts';
import { against, clashProblem, gpuProblem, pythonProblem, supportProblem } from './combination.ts';
import { nameProblem, packageOf } from './names.ts';
import { noneOf } from './nearest.ts';
import { format, parseRequirements, reaches } from './requirements.ts';

/** What a person chose, and nothing else: all that is stored, all that flags and prompts produce. */
export interface Answers {
  name: string;
  base: BaseId;
  python: string;
  /** Catalogue libraries in catalogue order, with the version specifier that was asked for: 'pandas>=3,<4'. */
  libraries: string[];
  /** Libraries outside the catalogue, likewise. */
  with: string[];
  apps: AppId[];
  gpu: boolean;
  /** Other addresses for package indexes of the catalogue: 'pytorch-cpu=https://mirror.example.com/simple'. */
  index: string[];
}

/**
 * Answers as they arrive: from flags (text), prompts and .yo-rc.json (lists); some may be missing, any may be wrong. A preset stands for
 * its libraries that the base runs; what else is named in `libraries` comes on top, and its versions count.
 */
export type Given = { [Field in keyof Answers | 'preset']?: unknown };

function text(value: unknown): string {
  return Array.isArray(value) ? value.join(',') : String(value);
}

/** The sentence for a value that a flag does not know: what was given, the nearest valid one, and all that there are. */
export function unknown(flag: string, what: string, given: string, valid: readonly string[]): string {
  return `--${flag} ${noneOf(what, given, valid)}`;
}

function checkBase(given: Given, problems: string[]): BaseId | undefined {
  if (given.base === undefined) return undefined;
  const base = BASES.find(({ id }) => id === given.base);
  const ids = BASES.map(({ id }) => id);
  if (!base) problems.push(unknown('base', 'base image', text(given.base), ids));
  return base?.id;
}

function checkPreset(given: Given, baseId: BaseId | undefined, problems: string[]): Preset | undefined {
  if (given.preset === undefined) return undefined;
  const preset = PRESETS.find(({ id }) => id === given.preset);
  const ids = PRESETS.map(({ id }) => id);
  if (!preset) problems.push(unknown('preset', 'preset', text(given.preset), ids));
  const base = baseId && baseOf(baseId);
  const lacks = preset && base && presetOn(preset, base).lacks;
  if (lacks) {
    const elsewhere = basesOf(preset).map(({ id }) => `--base ${id}`);
    problems.push(
      `--preset ${preset.id} can't be had on ${base.label}, which lacks ${lacks}. Take ${elsewhere.join(' or ')}`,
    );
  }
  return preset;
}

function checkLibraries(
  given: Given,
  preset: Preset | undefined,
  base: BaseId | undefined,
  problems: string[],
): string[] | undefined {
  const named = given.libraries === undefined ? undefined : checkNamed(given, problems);
  if (!base) return named; // what a preset has follows from the base
  const chosen = named || preset ? withPreset(named ?? [], preset, base) : undefined;
  if (chosen) checkSupport(chosen, base, given.gpu === true, problems);
  return chosen;
}

function checkNamed(given: Given, problems: string[]): string[] {
  const ids = LIBRARIES.map(({ id }) => id);
  const parsed = parseRequirements(text(given.libraries));
  problems.push(...parsed.problems.map((problem) => `--libraries ${problem}`));
  const chosen = new Map<LibraryId, string>();
  for (const { name, extras, specifier } of parsed.requirements) {
    const library = LIBRARIES.find(({ id }) => id === name);
    if (!library) {
      const module = LIBRARIES.find((one) => one.module === name)?.id;
      const message = module
        ? `--libraries "${name}" is the module of ${module}. Write: ${module}`
        : unknown('libraries', 'library of the catalogue', name, ids);
      problems.push(module ? message : `${message}. Any other library: --with ${name}`);
    } else if (extras.length > 0) {
      problems.push(`--libraries ${library.id}[${extras.join(',')}]: extras are for --with. Write: ${library.id}`);
    } else if (chosen.has(library.id)) {
      problems.push(
        `--libraries names ${library.id} twice. Name it once, with all of its version: ${library.id}>=1,<2`,
      );
    } else if (!reaches(specifier, library.floor)) {
      problems.push(
        `--libraries ${library.id}${specifier} leaves no version: the project needs ${library.id}>=${library.floor}. Widen it, or leave the version out`,
      );
    } else {
      chosen.set(library.id, format({ name, extras, specifier }));
    }
  }
  if (parsed.requirements.length === 0 && parsed.problems.length === 0)
    problems.push('--libraries names none. Name at least one, such as numpy');
  return ids.flatMap((id) => chosen.get(id) ?? []);
}

function checkSupport(chosen: readonly string[], baseId: BaseId, gpu: boolean, problems: string[]): void {
  const base = baseOf(baseId);
  const libraries = librariesOf(chosen);
  problems.push(...libraries.flatMap((library) => supportProblem(library, base) ?? []));
  const clash = clashProblem(libraries, base, gpu);
  if (clash) problems.push(clash);
  for (const { id, label } of fromDistribution(libraries, base)) {
    const asked = chosen.find((one) => libraryIdOf(one) === id);
    if (asked && asked !== id) {
      problems.push(
        `${asked}: on ${base.label} with SciKit-learn, ${label} comes from ${base.distribution?.label}'s own packages, in the version that is there. Write: ${id}, or take --base python`,
      );
    }
  }
}

function checkPython(
  given: Given,
  base: BaseId | undefined,
  libraries: string[] | undefined,
  problems: string[],
): string | undefined {
  if (given.python === undefined) return undefined;
  const python = text(given.python);
  if (!base) {
    if (!PYTHONS.includes(python)) problems.push(unknown('python', 'Python version that a base has', python, PYTHONS));
    return python;
  }
  const wrong = pythonProblem(python, librariesOf(libraries), baseOf(base), given.gpu === true);
  if (wrong) problems.push(wrong);
  return python;
}

function checkWith(given: Given, name: string | undefined, problems: string[]): string[] {
  if (given.with === undefined) return [];
  const parsed = parseRequirements(text(given.with));
  problems.push(...parsed.problems.map((problem) => `--with ${problem}`));
  for (const one of parsed.requirements) {
    const library = LIBRARIES.find(({ id, module }) => id === one.name || module === one.name);
    if (!library) continue;
    const what =
      library.id === one.name ? 'is in the catalogue' : `is the module of ${library.id}, which is in the catalogue`;
    problems.push(`--with ${one.name} ${what}. Write: --libraries ${format({ ...one, name: library.id })}`);
  }
  const names = parsed.requirements.map((one) => one.name);
  if (name !== undefined && names.some((one) => packageOf(one) === packageOf(name))) {
    problems.push(
      `--with ${name} has the project's own name, which would hide it. Name the project otherwise: ml-${name}`,
    );
  }
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  problems.push(...twice.map((name) => `--with names ${name} twice. Name it once, with all of its version`));
  return parsed.requirements.map(format).sort();
}

function checkApps(given: Given, problems: string[]): AppId[] | undefined {
  if (given.apps === undefined) return undefined;
  const ids = APPS.map(({ id }) => id);
  const asked = text(given.apps)
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  problems.push(...asked.filter((one) => !ids.some((id) => id === one)).map((one) => unknown('apps', 'app', one, ids)));
  if (asked.length === 0) problems.push(`--apps names none. Choose from: ${ids.join(', ')}`);
  return ids.filter((id) => asked.includes(id));
}

function checkGpu(
  given: Given,
  base: BaseId | undefined,
  libraries: string[] | undefined,
  problems: string[],
): boolean | undefined {
  if (given.gpu === undefined) return undefined;
  if (given.gpu !== true) return false;
  const wrong = gpuProblem(libraries && librariesOf(libraries), base && baseOf(base));
  if (wrong) problems.push(wrong);
  return true;
}

/** Where no base is chosen yet: that none can have all of the rest, which would leave the question for it without an answer. */
function checkAnyBase(preset: Preset | undefined, answers: Partial<Answers>, problems: string[]): void {
  const reasons = BASES.map((base) => {
    const chosen = librariesOf(withPreset(answers.libraries ?? [], preset, base.id));
    return { base, reason: (preset && presetOn(preset, base).lacks) ?? against(chosen, base, answers) };
  });
  if (reasons.some(({ reason }) => reason === undefined)) return;
  const each = reasons.map(({ base, reason }) => `${base.label} (${reason})`);
  problems.push(`No base can have all of this: ${each.join(', ')}. Leave something out`);
}

function checkIndex(given: Given, problems: string[]): string[] {
  if (given.index === undefined) return [];
  const parsed = parseAddresses(text(given.index));
  problems.push(...parsed.problems.map((problem) => `--index ${problem}`));
  return parsed.addresses.map(({ name, url }) => `${name}=${url}`).sort();
}

/**
 * Checks whatever was given, all of it at once. What is missing stays missing.
 * @returns the part that is valid, and one sentence for each problem: what was given, why it won't do, what to type instead.
 */
export function checkAnswers(given: Given): { answers: Partial<Answers>; preset?: PresetId; problems: string[] } {
  const problems: string[] = [];
  const name = given.name === undefined ? undefined : text(given.name);
  const wrongName = name === undefined ? undefined : nameProblem(name);
  if (wrongName) problems.push(wrongName);
  const base = checkBase(given, problems);
  const preset = checkPreset(given, base, problems);
  const libraries = checkLibraries(given, preset, base, problems);
  const answers = {
    name,
    base,
    libraries,
    python: checkPython(given, base, libraries, problems),
    with: checkWith(given, name, problems),
    apps: checkApps(given, problems),
    gpu: checkGpu(given, base, preset && !base ? undefined : libraries, problems),
    index: checkIndex(given, problems),
  };
  if (given.base === undefined && problems.length === 0) checkAnyBase(preset, answers, problems);
  return { answers, ...(preset && { preset: preset.id as PresetId }), problems };
}
