import type { AppId } from '../catalog/apps.ts';
import type { BaseId } from '../catalog/bases.ts';
import type { LibraryId } from '../catalog/libraries.ts';

/** Every value that a template reads, already decided. Templates see it as `plan`. */
export interface Plan {
  /** The project's name as it was typed: letters, digits, '-', '_' and '.', first a letter. */
  name: string;
  /** The Python package in src/: a valid identifier in lower case. */
  package: string;
  /** The image and compose project name: the name in lower case, valid for Docker. */
  image: string;
  /** The version of the generator that wrote the project. */
  generator: string;
  /** The command line that repeats the answers. */
  command: string;
  base: { id: BaseId; purpose: string; image: string };
  /** The Python version, such as '3.13'. */
  python: string;
  /** The image that holds uv, with its exact version. */
  uvImage: string;
  /** What the base stage installs with the system's package manager; `packages` may be empty. */
  system: { manager: 'apt' | 'apk'; packages: { name: string; why: string }[] };
  /** The libraries that the distribution packages (alpine with scikit-learn): package names that no wheel is installed for. */
  fromDistribution: string[];
  /** Requirements of the heavy layer: the machine-learning libraries, as PEP 508 strings. */
  heavy: string[];
  /** Requirements of the light layer: the apps', and what was added with --with. */
  light: string[];
  /** Requirements of the test target. */
  dev: string[];
  /** Package indexes beside the default one, each used for the named packages only. */
  indexes: { name: string; url: string; packages: string[] }[];
  /** The chosen libraries, catalogue order. */
  libraries: { id: LibraryId; label: string; purpose: string; module: string; requirement: string }[];
  /** The library that trains the sample: a template of this name stands in templates/libraries/. */
  model: ModelId;
  /** The file in models/ that holds the trained sample. */
  modelFile: string;
  /** What reads the data: pandas where it was chosen, else Python's own csv module with NumPy. */
  reader: 'pandas' | 'csv';
  gpu: boolean;
  apps: { id: AppId; label: string; purpose: string; port: number }[];
}

export type ModelId = 'scikit-learn' | 'xgboost' | 'lightgbm' | 'catboost' | 'torch' | 'statsmodels' | 'scipy' | 'numpy';
