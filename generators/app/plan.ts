import { type App, type AppId, appOf } from '../catalog/apps.ts';
import { type Base, type BaseId, baseOf, type SystemPackage } from '../catalog/bases.ts';
import { LIBRARIES, type Library, type LibraryId, libraryOf, withNeeded } from '../catalog/libraries.ts';
import { fromDistribution, hasWheels, newestPythonFrom } from '../catalog/support.ts';
import { boundsOn, indexesOf, requirementsOf } from '../catalog/variants.ts';
import type { Project } from '../engine/project.ts';
import { parseAddresses, readdressed } from './addresses.ts';
import type { Answers } from './answers.ts';
import { libraryIdOf } from './chosen.ts';
import { commandOf } from './command.ts';
import { packageOf } from './names.ts';
import { notBelow } from './requirements.ts';
import type { Versions } from './versions.ts';

/** Every value that a template reads, already decided. Templates see it as `plan`. */
export interface Plan {
  /** The project's name as it was typed: letters, digits, '-' and '_', a letter first. */
  name: string;
  /** The Python package in src/: a valid identifier in lower case. */
  package: string;
  /** The image and compose project name: the name in lower case, valid for Docker. */
  image: string;
  /** The version of the generator that wrote the project. */
  generator: string;
  /** The command line that repeats the answers. */
  command: string;
  /** `image` is a repository and its tag. */
  base: { id: BaseId; purpose: string; image: string; repository: string };
  /** The base has the C library musl, for which not every wheel is made. */
  musl: boolean;
  /** The Python version, such as '3.13'. */
  python: string;
  /** The Pythons that the lock is for (PEP 440): this one, and the newer ones for which every library has wheels as well. */
  pythons: string;
  /** The image that holds uv, with its exact version. */
  uvImage: string;
  /** What the base stage installs with the system's package manager; `packages` may be empty. */
  system: { manager: 'apt' | 'apk'; packages: SystemPackage[] };
  /** The user of the base image that the base stage removes. */
  user?: string;
  /** The libraries that the distribution packages (alpine with scikit-learn): names for which the image installs no wheel. */
  fromDistribution: string[];
  /** Requirements of the heavy layer, as PEP 508 strings: what the data and the model may need, so also what was added with --with. */
  heavy: string[];
  /** What they and the sample need beside them in that layer, and what for. */
  companions: { requirement: string; why: string }[];
  /** Requirements of the light layer: the apps'. */
  light: string[];
  /** Requirements of the test target. */
  dev: string[];
  /** Package indexes beside the default one, each used for the named packages only. */
  indexes: { name: string; url: string; packages: string[] }[];
  /** The chosen libraries, catalogue order, with the modules that Python imports. */
  libraries: { id: LibraryId; module: string }[];
  /** The library that trains the sample: a template of this name stands in templates/libraries/. */
  model: LibraryId;
  /** The file in models/ that holds the trained sample. */
  modelFile: string;
  /** What reads the data: pandas where it was chosen, else Python's own csv module with NumPy. */
  reader: 'pandas' | 'csv';
  gpu: boolean;
  apps: { id: AppId; label: string; purpose: string; port: number }[];
}

function modelLibrary(chosen: readonly Library[]): Library {
  const able = chosen.filter(({ trains }) => trains);
  const scientific = able.filter(({ trains }) => trains?.last).reverse(); // SciPy before NumPy: it does more
  const modelling = able.filter(({ trains }) => !trains?.last);
  // Whoever has boosted trees or networks beside the classic models wants to see them, and the classic ones for what is around.
  const special = modelling.find(({ group }) => group !== 'classic models');
  return special ?? modelling[0] ?? scientific[0] ?? libraryOf('numpy');
}

/**
 * What comes beside the chosen libraries, and what for: what they need named, and what the sample computes with and keeps its model with.
 */
function companions(chosen: readonly Library[], model: Library): { library: Library; why: string }[] {
  const ids = new Set(['numpy', model.id, ...(model.trains?.packages ?? [])]);
  return LIBRARIES.filter(({ id }) => !chosen.some((one) => one.id === id)).flatMap((library: Library) => {
    const users = chosen.filter(({ needs = {} }) => library.id in needs).map(({ label }) => label);
    if (users.length > 0) return [{ library, why: `for ${users.join(', ')}: ${library.purpose}` }];
    return ids.has(library.id) ? [{ library, why: `for the sample: ${library.purpose}` }] : [];
  });
}

function systemPackages(installed: readonly Library[], packaged: readonly Library[], base: Base): SystemPackage[] {
  const python = packaged.length > 0 ? base.distribution?.pythonPackages : base.pythonPackages;
  return [
    ...(python ?? []),
    ...packaged.map((library) => ({
      name: library.packaged?.alpine.name as string,
      why: `${library.label}, ${hasWheels(library, base) ? 'from the same source, so that all of them fit' : 'which has no wheel for this base'}`,
    })),
    ...installed.flatMap(({ system }) => (system ? [{ name: system[base.packageManager], why: system.why }] : [])),
  ];
}

/** The Python version that comes after one: '3.14' after '3.13'. */
function after(python: string): string {
  return python.replace(/\d+$/, (minor) => `${Number(minor) + 1}`);
}

/** Decides everything that the templates show: a pure function of the answers, the catalogue and the versions. */
export function planOf(answers: Answers, versions: Versions): Plan {
  const base: Base = baseOf(answers.base);
  const specifiers = new Map(answers.libraries.map((one) => [libraryIdOf(one), one.slice(libraryIdOf(one).length)]));
  const chosen = [...specifiers.keys()].map(libraryOf);
  const model = modelLibrary(withNeeded(chosen));
  const beside = companions(chosen, model);
  const installed = LIBRARIES.filter(({ id }) =>
    [...chosen, ...beside.map(({ library }) => library)].some((one) => one.id === id),
  );
  const packaged = fromDistribution(installed, base);
  const requirements = (library: Library): string[] => {
    const { id, floor } = library;
    const asked = notBelow(floor, specifiers.get(id as LibraryId) ?? '');
    return requirementsOf(library, [asked, ...boundsOn(id, installed, answers.gpu)].join(','), answers.gpu);
  };
  const apps: App[] = answers.apps.map(appOf);
  const image = versions.images[`${base.id}-${packaged.length > 0 ? 'distribution' : answers.python}`] as string;
  return {
    name: answers.name,
    package: packageOf(answers.name),
    image: answers.name.toLowerCase(),
    generator: versions.generator,
    command: commandOf(answers),
    base: { id: answers.base, purpose: base.purpose, image, repository: image.slice(0, image.lastIndexOf(':')) },
    musl: base.libc === 'musl',
    python: answers.python,
    pythons: `>=${answers.python},<${after(newestPythonFrom(answers.python, installed, base, answers.gpu))}`,
    uvImage: versions.images.uv as string,
    system: { manager: base.packageManager, packages: systemPackages(installed, packaged, base) },
    ...(base.user && { user: base.user }),
    fromDistribution: packaged.map(({ id }) => id),
    heavy: [...chosen.flatMap(requirements), ...answers.with],
    companions: beside.flatMap(({ library, why }) =>
      requirements(library).map((requirement) => ({ requirement, why })),
    ),
    light: apps.flatMap(({ packages }) => packages).map((name) => versions.requirements[name] as string),
    dev: ['pytest', 'httpx2'].map((name) => versions.requirements[name] as string),
    indexes: readdressed(indexesOf(installed, answers.gpu), parseAddresses(answers.index.join(',')).addresses),
    libraries: chosen.map(({ id, module }) => ({ id: id as LibraryId, module })),
    model: model.id as LibraryId,
    modelFile: model.trains?.file as string,
    reader: chosen.some(({ reads }) => reads) ? 'pandas' : 'csv',
    gpu: answers.gpu,
    apps: apps.map(({ id, label, purpose, port }) => ({ id: id as AppId, label, purpose, port })),
  };
}

/** What the engine has to know of a plan and the answers behind it, and where the project lies (absolute). */
export function projectOf(plan: Plan, answers: Answers, folder: string): Project {
  const [app] = plan.apps;
  return {
    folder,
    image: plan.image,
    package: plan.package,
    python: plan.python,
    modelFile: plan.modelFile,
    gpu: plan.gpu,
    fromDistribution: plan.fromDistribution,
    app: { id: app?.id as string, port: app?.port as number },
    asked: {
      base: answers.base,
      libraries: answers.libraries,
      with: answers.with,
      indexes: plan.indexes,
      ownIndex: answers.index.length > 0,
    },
  };
}
