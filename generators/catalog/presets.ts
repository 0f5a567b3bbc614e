import { BASES, type Base } from './bases.ts';
import { LIBRARIES, type Library, type LibraryId } from './libraries.ts';
import { enumerated, unsupported } from './support.ts';

/** What people of one field begin with: a shortcut for its libraries, which are all that a project remembers of it. */
export interface Preset {
  /** What a person types. */
  id: string;
  label: string;
  /** One line: what it is for. */
  purpose: string;
  /** What it is about, among its libraries: a base that has none of these can't have the preset. */
  core: readonly LibraryId[];
  /** All of its libraries, a few of each kind that the field needs. */
  libraries: readonly LibraryId[];
}

/** The presets, in the order of the question; the first is the default. */
export const PRESETS = [
  {
    id: 'classic',
    label: 'classic models',
    purpose: 'tables: classify and predict',
    core: ['scikit-learn'],
    libraries: ['numpy', 'pandas', 'scikit-learn'],
  },
  {
    id: 'boosting',
    label: 'gradient boosting',
    purpose: 'boosted trees for tables',
    core: ['xgboost', 'lightgbm', 'catboost'],
    libraries: ['numpy', 'pandas', 'scikit-learn', 'xgboost', 'lightgbm', 'catboost', 'optuna'],
  },
  {
    id: 'pytorch',
    label: 'PyTorch',
    purpose: 'deep learning with PyTorch',
    core: ['torch'],
    libraries: ['numpy', 'pandas', 'matplotlib', 'torch', 'lightning'],
  },
  {
    id: 'tensorflow',
    label: 'TensorFlow',
    purpose: 'deep learning with Keras',
    core: ['tensorflow'],
    libraries: ['numpy', 'pandas', 'matplotlib', 'tensorflow'],
  },
  {
    id: 'jax',
    label: 'JAX',
    purpose: 'deep learning with Flax',
    core: ['jax'],
    libraries: ['numpy', 'pandas', 'matplotlib', 'jax', 'flax'],
  },
  {
    id: 'language',
    label: 'language',
    purpose: 'texts: models, embeddings',
    core: ['torch'], // Transformers installs without it, and can run no model then
    libraries: ['numpy', 'pandas', 'torch', 'accelerate', 'transformers', 'sentence-transformers', 'datasets'],
  },
  {
    id: 'vision',
    label: 'vision',
    purpose: 'images: classify, detect',
    core: ['torch'],
    libraries: ['numpy', 'pandas', 'matplotlib', 'torch', 'torchvision', 'timm', 'opencv-python-headless', 'pillow'],
  },
  {
    id: 'time-series',
    label: 'time series',
    purpose: 'forecasts from the past',
    core: ['statsmodels', 'prophet'],
    libraries: ['numpy', 'pandas', 'matplotlib', 'statsmodels', 'prophet'],
  },
  {
    id: 'big-tables',
    label: 'big tables',
    purpose: 'large tables: SQL, Parquet',
    core: ['polars', 'pyarrow', 'duckdb'],
    libraries: ['numpy', 'pandas', 'polars', 'pyarrow', 'duckdb', 'scikit-learn', 'lightgbm'],
  },
] as const satisfies readonly Preset[];

export type PresetId = (typeof PRESETS)[number]['id'];

/** The preset that is taken where neither one nor a library is named. */
export const DEFAULT_PRESET: PresetId = PRESETS[0].id;

/** The record of a preset, as the general type. */
export function presetOf(id: PresetId): Preset {
  return PRESETS.find((preset) => preset.id === id) as Preset;
}

/** What a base makes of a preset. */
export interface PresetOnBase {
  /** Its libraries that run there, catalogue order. */
  libraries: LibraryId[];
  /** What is left out there: 'DuckDB and LightGBM', and the same with the reasons in brackets; undefined where nothing is. */
  leftOut?: { labels: string; because: string };
  /** Why the preset can't be had there: what it is about, with the reasons in brackets; undefined where it can. */
  lacks?: string;
}

/** Libraries with the reasons for which a base lacks them, a shared one once: 'DuckDB and LightGBM (each has no musllinux wheel)'. */
function explained(lacking: readonly Library[], base: Base): string {
  const reasons = [...new Set(lacking.map((library) => unsupported(library, base)))];
  const groups = reasons.map((reason) => {
    const labels = lacking.filter((library) => unsupported(library, base) === reason).map(({ label }) => label);
    return `${enumerated(labels)} (${labels.length > 1 ? 'each' : 'it'} ${reason})`;
  });
  return enumerated(groups);
}

/** What a base makes of a preset: a fact that follows from what it can run. */
export function presetOn(preset: Preset, base: Base): PresetOnBase {
  const all = LIBRARIES.filter(({ id }) => preset.libraries.includes(id));
  const lacking = all.filter((library) => unsupported(library, base));
  const core = lacking.filter(({ id }) => preset.core.includes(id));
  return {
    libraries: all.filter((library) => !lacking.includes(library)).map(({ id }) => id),
    ...(lacking.length > 0 && {
      leftOut: { labels: enumerated(lacking.map(({ label }) => label)), because: explained(lacking, base) },
    }),
    ...(core.length === preset.core.length && { lacks: explained(core, base) }),
  };
}

/** The bases that can have a preset, for the way out of an error. */
export function basesOf(preset: Preset): Base[] {
  return BASES.filter((base) => !presetOn(preset, base).lacks);
}
