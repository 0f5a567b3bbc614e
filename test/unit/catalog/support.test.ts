import { describe, expect, it } from '@jest/globals';
import { BASES, type BaseId, baseOf } from '../../../generators/catalog/bases.ts';
import { GROUPS, LIBRARIES, type Library, type LibraryId, libraryOf } from '../../../generators/catalog/libraries.ts';
import {
  basesFor,
  defaultPython,
  fromDistribution,
  pythonsFor,
  unsupported,
} from '../../../generators/catalog/support.ts';

function refused(base: BaseId): string[] {
  return LIBRARIES.filter((library) => unsupported(library, baseOf(base))).map(({ id }) => id);
}

function packaged(ids: LibraryId[], base: BaseId = 'alpine'): string[] {
  return fromDistribution(ids.map(libraryOf), baseOf(base)).map(({ id }) => id);
}

describe('the catalogue', () => {
  it('offers every library on python and on ubuntu', () => {
    expect(refused('python')).toEqual([]);
    expect(refused('ubuntu')).toEqual([]);
  });

  it('greys out on alpine what has no musllinux wheel, each with its reason', () => {
    const reasons = LIBRARIES.map((library) => [library.id, unsupported(library, baseOf('alpine'))] as const);
    expect(Object.fromEntries(reasons.filter(([, reason]) => reason))).toEqual({
      duckdb: 'has no musllinux wheel',
      matplotlib: 'has no musllinux wheel for arm64',
      seaborn: 'needs matplotlib, which has no musllinux wheel for arm64',
      xgboost: 'has no musllinux wheel',
      lightgbm: 'has no musllinux wheel',
      catboost: 'has no musllinux wheel',
      torch: 'has no musllinux wheel',
      statsmodels: 'has no musllinux wheel for arm64',
      accelerate: 'needs torch, which has no musllinux wheel',
      albumentations: 'needs opencv-python-headless, which has no musllinux wheel',
      darts: 'needs numba, scikit-learn, matplotlib and statsmodels, which have no musllinux wheel',
      evidently: 'needs scikit-learn and statsmodels, which have no musllinux wheel',
      flax: 'needs jaxlib, ml-dtypes and tensorstore, which have no musllinux wheel',
      gensim: 'has no musllinux wheel',
      geopandas: 'needs pyogrio, which has no musllinux wheel',
      jax: 'needs jaxlib and ml-dtypes, which have no musllinux wheel',
      librosa: 'needs numba and scikit-learn, which have no musllinux wheel',
      lightning: 'needs torch, which has no musllinux wheel',
      mlflow: 'needs scikit-learn and matplotlib, which have no musllinux wheel',
      numba: 'has no musllinux wheel',
      onnx: 'has no musllinux wheel',
      onnxruntime: 'has no musllinux wheel',
      'opencv-python-headless': 'has no musllinux wheel',
      peft: 'needs torch, which has no musllinux wheel',
      prophet: 'has no musllinux wheel',
      pymc: 'needs numba and matplotlib, which have no musllinux wheel',
      ray: 'has no musllinux wheel',
      'sentence-transformers': 'needs scikit-learn and torch, which have no musllinux wheel',
      shap: 'needs numba and scikit-learn, which have no musllinux wheel',
      statsforecast: 'has no musllinux wheel',
      tensorflow: 'has no musllinux wheel',
      timm: 'needs torch and torchvision, which have no musllinux wheel',
      torchaudio: 'has no musllinux wheel',
      torchvision: 'has no musllinux wheel',
      'umap-learn': 'needs numba and scikit-learn, which have no musllinux wheel',
    });
  });

  it('offers NumPy, Pandas and SciKit-learn on all three bases', () => {
    for (const id of ['numpy', 'pandas', 'scikit-learn'] as const) {
      expect(basesFor(libraryOf(id)).map((base) => base.id)).toEqual(['python', 'ubuntu', 'alpine']);
    }
  });

  it('has a module, a group, a floor and one id for each library', () => {
    for (const library of LIBRARIES) {
      expect(GROUPS).toContain(library.group);
      expect(library.module).toMatch(/^[A-Za-z_][A-Za-z0-9_]*$/);
      expect(library.floor).toMatch(/^\d+(\.\d+)*$/);
    }
    expect(new Set(LIBRARIES.map(({ id }) => id)).size).toBe(LIBRARIES.length);
  });

  it('names what a library needs all the way down, so that none of it comes with CUDA', () => {
    for (const { id, needs = {} } of LIBRARIES as readonly Library[]) {
      for (const needed of Object.keys(needs)) {
        expect(libraryOf(needed as LibraryId)).toBeDefined();
        for (const further of Object.keys(libraryOf(needed as LibraryId).needs ?? {})) {
          expect([id, Object.keys(needs)]).toEqual([id, expect.arrayContaining([further])]);
        }
      }
    }
  });

  it('keeps every trained model in a file that is no pickle', () => {
    const files = LIBRARIES.flatMap((library) => ('trains' in library ? [library.trains.file] : []));
    for (const file of files) expect(file).toMatch(/^model\.(npz|skops|ubj|json|cbm|pt)$/);
  });
});

describe("Alpine's own packages", () => {
  it('bring scikit-learn, and with it what has to fit it', () => {
    expect(packaged(['scikit-learn'])).toEqual(['numpy', 'scikit-learn', 'scipy']);
    expect(packaged(['numpy', 'pandas', 'scikit-learn'])).toEqual(['numpy', 'pandas', 'scikit-learn', 'scipy']);
  });

  it('bring scikit-learn where only skops was chosen, which needs it', () => {
    expect(packaged(['skops'])).toContain('scikit-learn');
    expect(packaged(['skops'])).not.toContain('skops');
  });

  it('are not used while every chosen library has a wheel', () => {
    expect(packaged(['numpy', 'pandas', 'scipy', 'polars'])).toEqual([]);
  });

  it('leave to wheels what they do not fit with', () => {
    expect(packaged(['scikit-learn', 'polars'])).not.toContain('polars');
  });

  it('are not used on other bases', () => {
    expect(packaged(['scikit-learn'], 'python')).toEqual([]);
    expect(packaged(['scikit-learn'], 'ubuntu')).toEqual([]);
  });
});

describe('the Python versions', () => {
  it('of a base are all offered while libraries come as wheels', () => {
    expect(pythonsFor([libraryOf('numpy')], baseOf('alpine'))).toEqual(['3.11', '3.12', '3.13', '3.14']);
    expect(pythonsFor([libraryOf('numpy')], baseOf('ubuntu'))).toEqual(['3.12', '3.14']);
  });

  it("of alpine with scikit-learn are Alpine's own alone", () => {
    expect(pythonsFor([libraryOf('scikit-learn')], baseOf('alpine'))).toEqual(['3.12']);
    expect(defaultPython([libraryOf('scikit-learn')], baseOf('alpine'))).toBe('3.12');
  });

  it('have the default of each base among them', () => {
    for (const base of BASES) expect(base.pythons).toContain(defaultPython([], base));
  });
});
