import type { Architecture } from './bases.ts';

/** The headings of the library question, in this order. */
export const GROUPS = [
  'arrays and tables',
  'plots',
  'classic models',
  'gradient boosting',
  'deep learning',
  'language',
  'vision',
  'audio',
  'time series',
  'probabilistic',
  'search and tuning',
  'tracking and explanation',
  'scale-out',
  'storage',
  'serving',
] as const;

export interface Library {
  /** What a person types; the name on the package index unless `cpuPackages` says otherwise. */
  id: string;
  label: string;
  /** One line: what it is for. */
  purpose: string;
  group: (typeof GROUPS)[number];
  /** The module that Python imports. */
  module: string;
  /** The parts of the package that are installed with it, as in 'dask[dataframe]'. */
  extras?: readonly string[];
  /**
   * The oldest release that the skeleton works with. It also keeps the resolver from sliding back years to a release that happens
   * to have a fitting file (measured: duckdb 1.3.2, skops 0.1.dev0 on musl).
   */
  floor: string;
  /**
   * Libraries of this catalogue that it brings along and that the project has to name itself: for the CPU they come as another package
   * or from another index, which only what a project names does; or it says too little about the releases that fit. A text is these
   * releases (PEP 440); '' is any.
   */
  needs?: Readonly<Record<string, string>>;
  /** The distribution's own package of it, by base, and which other libraries of this catalogue that package installs. */
  packaged?: { alpine: { name: string; brings: readonly string[] } };
  /** System packages that its wheel needs at run time (measured on a bare Debian). */
  system?: { apt: string; apk: string; why: string };
  /** Other packages to install unless a GPU is wanted: the same import, without CUDA. Where an architecture is missing, its own will do. */
  cpuPackages?: Partial<Record<Architecture, string>>;
  /** A package index of its own unless a GPU is wanted. */
  cpuIndex?: { name: string; url: string };
  /**
   * It can use an NVIDIA GPU; with these parts of its package, if any, and beside these releases of other libraries alone, where they are
   * installed as well.
   */
  gpu?: { extras?: readonly string[]; beside?: Readonly<Record<string, string>> };
  /**
   * It can train the sample's model and keep it in this file of models/. The first chosen library of this catalogue does, one
   * of the classic models only where no other can, and one marked `last` only after those. `packages` are needed beside it.
   */
  trains?: { file: string; packages?: readonly string[]; last?: true };
  /** It reads the sample's data. */
  reads?: true;
}

/** PyTorch's own index: the only place that has it without CUDA (November 2026). */
const PYTORCH_CPU = { name: 'pytorch-cpu', url: 'https://download.pytorch.org/whl/cpu' } as const;

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
    id: 'xarray',
    label: 'xarray',
    purpose: 'arrays with names and coordinates',
    group: 'arrays and tables',
    module: 'xarray',
    floor: '2025.6',
  },
  {
    id: 'numba',
    label: 'Numba',
    purpose: 'Python loops at the speed of C',
    group: 'arrays and tables',
    module: 'numba',
    floor: '0.63',
  },
  {
    id: 'networkx',
    label: 'NetworkX',
    purpose: 'graphs and their algorithms',
    group: 'arrays and tables',
    module: 'networkx',
    floor: '3.5',
  },
  {
    id: 'sympy',
    label: 'SymPy',
    purpose: 'symbolic mathematics',
    group: 'arrays and tables',
    module: 'sympy',
    floor: '1.14',
  },
  {
    id: 'geopandas',
    label: 'GeoPandas',
    purpose: 'tables with shapes and maps',
    group: 'arrays and tables',
    module: 'geopandas',
    floor: '1.1',
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
    id: 'plotly',
    label: 'Plotly',
    purpose: 'interactive plots for the browser',
    group: 'plots',
    module: 'plotly',
    floor: '5.24',
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
    id: 'imbalanced-learn',
    label: 'imbalanced-learn',
    purpose: 'classes of very different sizes',
    group: 'classic models',
    module: 'imblearn',
    floor: '0.14.1',
  },
  {
    id: 'umap-learn',
    label: 'UMAP',
    purpose: 'many dimensions shown in two',
    group: 'classic models',
    module: 'umap',
    floor: '0.5.9',
  },
  {
    id: 'xgboost',
    label: 'XGBoost',
    purpose: 'boosted trees',
    group: 'gradient boosting',
    module: 'xgboost',
    floor: '3.0',
    cpuPackages: { x86_64: 'xgboost-cpu', aarch64: 'xgboost-cpu' },
    gpu: {},
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
    cpuIndex: PYTORCH_CPU,
    gpu: {},
    trains: { file: 'model.pt' },
  },
  {
    id: 'lightning',
    label: 'Lightning',
    purpose: 'training loops for PyTorch',
    group: 'deep learning',
    module: 'lightning',
    floor: '2.5.5',
    needs: { torch: '' },
  },
  {
    id: 'accelerate',
    label: 'Accelerate',
    purpose: 'PyTorch on several devices',
    group: 'deep learning',
    module: 'accelerate',
    floor: '1.10',
    needs: { torch: '' },
  },
  {
    id: 'tensorflow',
    label: 'TensorFlow',
    purpose: 'neural networks, with Keras',
    group: 'deep learning',
    module: 'tensorflow',
    floor: '2.20',
    cpuPackages: { x86_64: 'tensorflow-cpu' },
    // A newer PyTorch brings Triton 3.7 or later, at which a process ends that has loaded TensorFlow 2.21 (tried in November 2026).
    gpu: { extras: ['and-cuda'], beside: { torch: '<2.12' } },
    trains: { file: 'model.npz' },
  },
  {
    id: 'jax',
    label: 'JAX',
    purpose: 'arrays that differentiate and compile',
    group: 'deep learning',
    module: 'jax',
    floor: '0.8',
    gpu: { extras: ['cuda13'] },
    trains: { file: 'model.npz' },
  },
  {
    id: 'flax',
    label: 'Flax',
    purpose: 'neural networks for JAX',
    group: 'deep learning',
    module: 'flax',
    floor: '0.12',
    needs: { jax: '' },
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
    id: 'transformers',
    label: 'Transformers',
    purpose: 'language models, their tokens and weights',
    group: 'language',
    module: 'transformers',
    floor: '5.0',
  },
  {
    id: 'sentence-transformers',
    label: 'Sentence Transformers',
    purpose: 'texts as vectors',
    group: 'language',
    module: 'sentence_transformers',
    floor: '5.4',
    needs: { torch: '' },
  },
  {
    id: 'tokenizers',
    label: 'Tokenizers',
    purpose: 'text cut into tokens',
    group: 'language',
    module: 'tokenizers',
    floor: '0.22',
  },
  {
    id: 'datasets',
    label: 'Datasets',
    purpose: 'data sets larger than memory',
    group: 'language',
    module: 'datasets',
    floor: '4.4',
  },
  {
    id: 'peft',
    label: 'PEFT',
    purpose: 'fine-tuning a small part of a model',
    group: 'language',
    module: 'peft',
    floor: '0.18',
    needs: { torch: '' },
  },
  {
    id: 'spacy',
    label: 'spaCy',
    purpose: 'sentences, words, names in text',
    group: 'language',
    module: 'spacy',
    floor: '3.8.13',
  },
  {
    id: 'nltk',
    label: 'NLTK',
    purpose: 'text for learning and research',
    group: 'language',
    module: 'nltk',
    floor: '3.9.2',
  },
  {
    id: 'gensim',
    label: 'Gensim',
    purpose: 'topics and word vectors',
    group: 'language',
    module: 'gensim',
    floor: '4.4',
  },
  {
    id: 'faiss-cpu',
    label: 'Faiss',
    purpose: 'the nearest of millions of vectors',
    group: 'language',
    module: 'faiss',
    floor: '1.12',
  },
  {
    id: 'torchvision',
    label: 'TorchVision',
    purpose: 'images for PyTorch',
    group: 'vision',
    module: 'torchvision',
    floor: '0.24',
    needs: { torch: '' },
    cpuIndex: PYTORCH_CPU,
  },
  {
    id: 'timm',
    label: 'timm',
    purpose: 'image models for PyTorch',
    group: 'vision',
    module: 'timm',
    floor: '1.0.20',
    needs: { torch: '', torchvision: '' },
  },
  {
    id: 'opencv-python-headless',
    label: 'OpenCV',
    purpose: 'images and video',
    group: 'vision',
    module: 'cv2',
    floor: '4.12',
  },
  {
    id: 'pillow',
    label: 'Pillow',
    purpose: 'image files',
    group: 'vision',
    module: 'PIL',
    floor: '11.3',
  },
  {
    id: 'scikit-image',
    label: 'scikit-image',
    purpose: 'image processing on arrays',
    group: 'vision',
    module: 'skimage',
    floor: '0.25',
  },
  {
    id: 'albumentations',
    label: 'Albumentations',
    purpose: 'more training images from few',
    group: 'vision',
    module: 'albumentations',
    floor: '2.0',
  },
  {
    id: 'torchaudio',
    label: 'TorchAudio',
    purpose: 'sound for PyTorch',
    group: 'audio',
    module: 'torchaudio',
    floor: '2.9',
    needs: { torch: '<2.12' },
    cpuIndex: PYTORCH_CPU,
  },
  {
    id: 'librosa',
    label: 'librosa',
    purpose: 'music and sound analysis',
    group: 'audio',
    module: 'librosa',
    floor: '1.0',
  },
  {
    id: 'prophet',
    label: 'Prophet',
    purpose: 'forecasts with seasons and holidays',
    group: 'time series',
    module: 'prophet',
    floor: '1.2',
  },
  {
    id: 'statsforecast',
    label: 'StatsForecast',
    purpose: 'fast statistical forecasts',
    group: 'time series',
    module: 'statsforecast',
    floor: '2.0.3',
  },
  {
    id: 'sktime',
    label: 'sktime',
    purpose: 'one interface for time series',
    group: 'time series',
    module: 'sktime',
    floor: '0.40',
  },
  {
    id: 'darts',
    label: 'Darts',
    purpose: 'forecasting models of every kind',
    group: 'time series',
    module: 'darts',
    floor: '0.38',
  },
  {
    id: 'pymc',
    label: 'PyMC',
    purpose: 'Bayesian models',
    group: 'probabilistic',
    module: 'pymc',
    floor: '5.26.2',
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
    id: 'mlflow',
    label: 'MLflow',
    purpose: 'runs, their parameters and models',
    group: 'tracking and explanation',
    module: 'mlflow',
    floor: '3.6',
  },
  {
    id: 'wandb',
    label: 'Weights & Biases',
    purpose: 'runs on a shared dashboard',
    group: 'tracking and explanation',
    module: 'wandb',
    floor: '0.23',
  },
  {
    id: 'shap',
    label: 'SHAP',
    purpose: 'why a model predicts what it does',
    group: 'tracking and explanation',
    module: 'shap',
    floor: '0.50',
  },
  {
    id: 'evidently',
    label: 'Evidently',
    purpose: 'data drift and model quality',
    group: 'tracking and explanation',
    module: 'evidently',
    floor: '0.7.15',
    needs: { pandas: '<3.1' }, // evidently 0.7.23 imports a name that pandas 3.1 took away (November 2026)
  },
  {
    id: 'pandera',
    label: 'Pandera',
    purpose: 'tables checked against a schema',
    group: 'tracking and explanation',
    module: 'pandera',
    extras: ['pandas'],
    floor: '0.27',
  },
  {
    id: 'dask',
    label: 'Dask',
    purpose: 'tables and tasks on many cores',
    group: 'scale-out',
    module: 'dask',
    extras: ['dataframe', 'distributed'],
    floor: '2025.11',
  },
  {
    id: 'ray',
    label: 'Ray',
    purpose: 'tasks and actors on many machines',
    group: 'scale-out',
    module: 'ray',
    floor: '2.51',
  },
  {
    id: 'skops',
    label: 'skops',
    purpose: 'model files that are safe to load (no pickle)',
    group: 'storage',
    module: 'skops',
    floor: '0.13',
  },
  {
    id: 'safetensors',
    label: 'safetensors',
    purpose: 'tensors in files, safe to load',
    group: 'storage',
    module: 'safetensors',
    floor: '0.6',
  },
  {
    id: 'h5py',
    label: 'h5py',
    purpose: 'HDF5 files',
    group: 'storage',
    module: 'h5py',
    floor: '3.15',
  },
  {
    id: 'sqlalchemy',
    label: 'SQLAlchemy',
    purpose: 'databases in Python',
    group: 'storage',
    module: 'sqlalchemy',
    floor: '2.0.44',
  },
  {
    id: 'psycopg',
    label: 'psycopg',
    purpose: 'PostgreSQL',
    group: 'storage',
    module: 'psycopg',
    extras: ['binary'],
    floor: '3.2.12',
  },
  {
    id: 'onnx',
    label: 'ONNX',
    purpose: 'models in one common format',
    group: 'serving',
    module: 'onnx',
    floor: '1.20',
  },
  {
    id: 'onnxruntime',
    label: 'ONNX Runtime',
    purpose: 'runs models of that format',
    group: 'serving',
    module: 'onnxruntime',
    floor: '1.23',
  },
  {
    id: 'gradio',
    label: 'Gradio',
    purpose: 'a page to try a model',
    group: 'serving',
    module: 'gradio',
    floor: '6.0',
  },
] as const satisfies readonly Library[];

export type LibraryId = (typeof LIBRARIES)[number]['id'];

/** The record of a library, as the general type. */
export function libraryOf(id: LibraryId): Library {
  return LIBRARIES.find((library) => library.id === id) as Library;
}

/** These libraries and those of the catalogue that they need beside them. Catalogue order. */
export function withNeeded(chosen: readonly Library[]): Library[] {
  const ids = new Set(chosen.flatMap(({ id, needs = {} }) => [id, ...Object.keys(needs)]));
  return LIBRARIES.filter(({ id }) => ids.has(id));
}
