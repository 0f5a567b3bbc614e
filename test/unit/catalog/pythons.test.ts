import { describe, expect, it, jest } from '@jest/globals';
import { baseOf } from '../../../generators/catalog/bases.ts';
import { libraryOf } from '../../../generators/catalog/libraries.ts';
import type { Fit, Platform } from '../../../generators/catalog/wheels.ts';

/*
 * Libraries that have wheels for some Python versions alone, as the data file may say it of any of them one day: CatBoost not for the
 * oldest and the newest, LightGBM for none that Ubuntu has, Polars for the newest on x86-64 alone.
 */
const ALL = ['3.11', '3.12', '3.13', '3.14'];
const SOME: Record<string, readonly string[]> = { catboost: ['3.12', '3.13'], lightgbm: ['3.13'] };

jest.unstable_mockModule('../../../generators/catalog/wheels.ts', () => ({
  fitFor: (id: string, platform: Platform): Fit => {
    if (id === 'polars') {
      const pythons = platform.endsWith('aarch64') ? ALL.slice(0, 3) : ALL;
      return { pythons, blockedBy: pythons === ALL ? [] : ['polars'] };
    }
    if (id === 'seaborn') return { pythons: [], blockedBy: ['brand-new', 'matplotlib', 'pandas'] };
    if (id === 'optuna') return { pythons: [], blockedBy: ['one', 'two', 'three'] };
    if (id === 'skops') return { pythons: platform.startsWith('glibc') ? ALL : [], blockedBy: ['lz4', 'scikit-learn'] };
    const pythons = SOME[id] ?? ALL;
    return { pythons, blockedBy: pythons === ALL ? [] : [id] };
  },
}));
const { defaultPython, fromDistribution, pythonsFor, unsupported } = await import(
  '../../../generators/catalog/support.ts'
);

describe('a library with wheels for some Python versions', () => {
  it('is offered with those', () => {
    expect(unsupported(libraryOf('catboost'), baseOf('python'))).toBeUndefined();
    expect(pythonsFor([libraryOf('catboost')], baseOf('python'))).toEqual(['3.12', '3.13']);
    expect(pythonsFor([libraryOf('numpy'), libraryOf('catboost')], baseOf('python'))).toEqual(['3.12', '3.13']);
    expect(pythonsFor([libraryOf('catboost'), libraryOf('lightgbm')], baseOf('python'))).toEqual(['3.13']);
  });

  it('needs them on both architectures', () => {
    expect(pythonsFor([libraryOf('polars')], baseOf('alpine'))).toEqual(['3.11', '3.12', '3.13']);
  });

  it('takes one of them where the default is none', () => {
    expect(defaultPython([libraryOf('catboost')], { ...baseOf('python'), defaultPython: '3.14' })).toBe('3.13');
    expect(defaultPython([libraryOf('catboost')], { ...baseOf('python'), defaultPython: '3.11' })).toBe('3.12');
  });

  it('prefers the default, then the newest before it', () => {
    expect(defaultPython([libraryOf('catboost')], { ...baseOf('python'), defaultPython: '3.12' })).toBe('3.12');
    expect(defaultPython([libraryOf('lightgbm')], baseOf('python'))).toBe('3.13');
  });

  it('is greyed out on a base that has none of them, with the Python in the reason', () => {
    expect(unsupported(libraryOf('lightgbm'), baseOf('ubuntu'))).toBe('has no Linux wheel for Python 3.12 and 3.14');
    expect(unsupported(libraryOf('catboost'), baseOf('ubuntu'))).toBeUndefined();
  });
});

describe('a library that several packages block', () => {
  it('names those that the catalogue offers', () => {
    expect(unsupported(libraryOf('seaborn'), baseOf('python'))).toBe(
      'needs matplotlib and pandas, which have no Linux wheel',
    );
  });

  it('names all of them where the catalogue offers none', () => {
    expect(unsupported(libraryOf('optuna'), baseOf('python'))).toBe(
      'needs one, two and three, which have no Linux wheel',
    );
  });

  it("comes not with Alpine's own packages where Alpine lacks one of them", () => {
    expect(fromDistribution([libraryOf('skops')], baseOf('alpine'))).toEqual([]);
    expect(unsupported(libraryOf('skops'), baseOf('alpine'))).toBe('needs scikit-learn, which has no musllinux wheel');
  });
});
