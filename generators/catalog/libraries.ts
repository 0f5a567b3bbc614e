/** The headings of the library question, in this order. */
export const GROUPS = [
  'arrays and tables',
  'plots',
  'classic models',
  'gradient boosting',
  'deep learning',
  'search and tuning',
  'persistence',
] as const;

export interface Library {
  /** What a person types; the name on the package index unless `package` says otherwise. */
  id: string;
  label: string;
  /** One line: what it is for. */
  purpose: string;
  group: (typeof GROUPS)[number];
  /** The module that Python imports. */
  module: string;
  /**
   * The oldest release that the skeleton works with. It also keeps the resolver from sliding back years to a release that happens
   * to have a fitting file (measured: duckdb 1.3.2, skops 0.1.dev0 on musl).
   */
  floor: string;
  /** The distribution's own package of it, by base, and which other libraries of this catalogue that package installs. */
  packaged?: { alpine: { name: string; brings: readonly string[] } };
  /** System packages that its wheel needs at run time (measured on a bare Debian). */
  system?: { apt: string; apk: string; why: string };
  /** Another package to install unless a GPU is wanted: the same import, without CUDA. */
  cpuPackage?: string;
  /** A package index of its own unless a GPU is wanted. */
  cpuIndex?: { name: string; url: string };
  /** It can use an NVIDIA GPU. */
  gpu?: true;
  /**
   * It can train the sample's model and keep it in this file of models/. The first chosen library of this catalogue does, one
   * marked `last` only where no other can. `packages` are needed beside it.
   */
  trains?: { file: string; packages?: readonly string[]; last?: true };
  /** It reads the sample's data. */
  reads?: true;
  /** Ticked when the question appears. */
  preselected?: true;
}

/** Machine-learning libraries. To add one is to add a record here; where it has wheels is measured: npm run catalog. */
export const LIBRARIES = [
  {
    id: 'numpy',
    label: 'NumPy',
    purpose: 'arrays and linear algebra',
    group: 'arrays and tables',
    module: 'numpy',
    floor: '2.0',
    packaged: { alpine: { name: 'py3-numpy', brings: [] } },
    trains: { file: 'model.npz', last: true },
    preselected: true,
  },
  {
    id: 'pandas',
    label: 'Pandas',
    purpose: 'tables',
    group: 'arrays and tables',
    module: 'pandas',
    floor: '2.2',
    packaged: { alpine: { name: 'py3-pandas', brings: ['numpy'] } },
    reads: true,
    preselected: true,
  },
  {
    id: 'polars',
    label: 'Polars',
    purpose: 'fast tables on all cores',
    group: 'arrays and tables',
    module: 'polars',
    floor: '1.20',
  },
  {
    id: 'pyarrow',
    label: 'PyArrow',
    purpose: 'columnar data, Parquet files',
    group: 'arrays and tables',
    module: 'pyarrow',
    floor: '19',
  },
  {
    id: 'duckdb',
    label: 'DuckDB',
    purpose: 'SQL on files and tables',
    group: 'arrays and tables',
    module: 'duckdb',
    floor: '1.4',
  },
  {
    id: 'matplotlib',
    label: 'Matplotlib',
    purpose: 'plots of every kind',
    group: 'plots',
    module: 'matplotlib',
    floor: '3.10',
  },
  {
    id: 'seaborn',
    label: 'Seaborn',
    purpose: 'statistical plots',
    group: 'plots',
    module: 'seaborn',
    floor: '0.13',
  },
  {
    id: 'scikit-learn',
    label: 'SciKit-learn',
    purpose: 'classification, regression, clustering',
    group: 'classic models',
    module: 'sklearn',
    floor: '1.6',
    packaged: { alpine: { name: 'py3-scikit-learn', brings: ['numpy', 'scipy'] } },
    trains: { file: 'model.skops', packages: ['skops'] },
    preselected: true,
  },
  {
    id: 'scipy',
    label: 'SciPy',
    purpose: 'optimisation, statistics, signals',
    group: 'classic models',
    module: 'scipy',
    floor: '1.15',
    packaged: { alpine: { name: 'py3-scipy', brings: ['numpy'] } },
    trains: { file: 'model.npz', last: true },
  },
  {
    id: 'xgboost',
    label: 'XGBoost',
    purpose: 'boosted trees',
    group: 'gradient boosting',
    module: 'xgboost',
    floor: '3.0',
    cpuPackage: 'xgboost-cpu',
    gpu: true,
    trains: { file: 'model.ubj' },
  },
  {
    id: 'lightgbm',
    label: 'LightGBM',
    purpose: 'boosted trees, fast on large tables',
    group: 'gradient boosting',
    module: 'lightgbm',
    floor: '4.6',
    system: { apt: 'libgomp1', apk: 'libgomp', why: 'LightGBM loads the OpenMP library when it is imported' },
    trains: { file: 'model.json' },
  },
  {
    id: 'catboost',
    label: 'CatBoost',
    purpose: 'boosted trees, at home with categories',
    group: 'gradient boosting',
    module: 'catboost',
    floor: '1.2.8',
    trains: { file: 'model.cbm' },
  },
  {
    id: 'torch',
    label: 'PyTorch',
    purpose: 'neural networks',
    group: 'deep learning',
    module: 'torch',
    floor: '2.9',
    cpuIndex: { name: 'pytorch-cpu', url: 'https://download.pytorch.org/whl/cpu' },
    gpu: true,
    trains: { file: 'model.pt' },
  },
  {
    id: 'statsmodels',
    label: 'statsmodels',
    purpose: 'statistical models and tests',
    group: 'classic models',
    module: 'statsmodels',
    floor: '0.14.5',
    trains: { file: 'model.npz' },
  },
  {
    id: 'optuna',
    label: 'Optuna',
    purpose: 'search for good hyper-parameters',
    group: 'search and tuning',
    module: 'optuna',
    floor: '4.2',
  },
  {
    id: 'skops',
    label: 'skops',
    purpose: 'model files that are safe to load (no pickle)',
    group: 'persistence',
    module: 'skops',
    floor: '0.13',
  },
] as const satisfies readonly Library[];

export type LibraryId = (typeof LIBRARIES)[number]['id'];

/** The record of a library, as the general type. */
export function libraryOf(id: LibraryId): Library {
  return LIBRARIES.find((library) => library.id === id) as Library;
}
