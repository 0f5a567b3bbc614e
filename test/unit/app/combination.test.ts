import { describe, expect, it, jest } from '@jest/globals';
import { baseOf } from '../../../generators/catalog/bases.ts';
import { type LibraryId, libraryOf } from '../../../generators/catalog/libraries.ts';
import type { Fit, Platform } from '../../../generators/catalog/wheels.ts';

/*
 * Libraries that have wheels for some Python versions alone, as the data file may say it of any of them one day: two that share none, three
 * of which each two share one, one that shares none with Alpine's own packages, and one that comes to a new Python later with CUDA.
 */
const ALL = ['3.11', '3.12', '3.13', '3.14'];
const SOME: Record<string, readonly string[]> = {
  tensorflow: ['3.11', '3.12', '3.13'],
  'tensorflow gpu': ['3.11', '3.12'],
  gensim: ['3.14'],
  catboost: ['3.11', '3.12'],
  lightgbm: ['3.12', '3.13'],
  xgboost: ['3.11', '3.13'],
  'torch gpu': [],
};
const ON_MUSL: Record<string, readonly string[]> = { 'scikit-learn': [], polars: ['3.13'], torch: [] };

jest.unstable_mockModule('../../../generators/catalog/wheels.ts', () => ({
  fitFor: (id: string, platform: Platform): Fit => {
    const pythons = (platform.startsWith('musl') ? ON_MUSL[id] : undefined) ?? SOME[id] ?? ALL;
    return { pythons, blockedBy: pythons === ALL ? [] : [id] };
  },
}));
const { checkAnswers } = await import('../../../generators/app/answers.ts');
const { defaults, questions } = await import('../../../generators/app/questions.ts');
const { clashOn, spokenPythons } = await import('../../../generators/catalog/clash.ts');
const { Case } = await import('../../../generators/engine/case.ts');
const { defaultPython } = await import('../../../generators/catalog/support.ts');

function problems(given: Parameters<typeof checkAnswers>[0]): string[] {
  return checkAnswers(given).problems;
}

function question(name: string, known: Parameters<typeof questions>[0] = {}) {
  return questions(known, 'demo').find((one) => one.name === name);
}

function choices(name: string, known: Parameters<typeof questions>[0]): Record<string, unknown>[] {
  return (question(name, known)?.choices?.({}) ?? []) as unknown as Record<string, unknown>[];
}

function clash(ids: readonly LibraryId[]): string[] | undefined {
  return clashOn(ids.map(libraryOf), baseOf('python'))?.libraries.map(({ id }) => id);
}

describe('libraries that share no Python version', () => {
  it('are refused with the versions of each, and with what to do', () => {
    expect(problems({ base: 'python', libraries: 'numpy,tensorflow,gensim' })).toEqual([
      'TensorFlow (Python 3.11 to 3.13) and Gensim (Python 3.14) share no Python version on python. Leave tensorflow or gensim out',
    ]);
  });

  it('are refused with a base that has one for all of them', () => {
    expect(problems({ base: 'alpine', libraries: 'scikit-learn,polars' })).toEqual([
      'Polars (Python 3.13) and SciKit-learn (Python 3.12) share no Python version on alpine. Take --base python or --base ubuntu, or leave polars or scikit-learn out',
    ]);
    expect(problems({ base: 'ubuntu', libraries: 'catboost,gensim' })[0]).toContain(
      'Gensim (Python 3.14) share no Python version on ubuntu. Leave catboost or gensim out',
    );
  });

  it('are refused once, also where a Python version was asked for', () => {
    expect(problems({ base: 'python', libraries: 'tensorflow,gensim', python: '3.12' })).toHaveLength(1);
  });

  it('are refused before the base is chosen where no base has one', () => {
    expect(problems({ libraries: 'tensorflow,gensim' })).toEqual([
      expect.stringMatching(/^No base can have all of this: python \(TensorFlow .* ubuntu \(.* alpine \(/),
    ]);
    expect(problems({ libraries: 'scikit-learn,polars' })).toEqual([]);
  });

  it('are the fewest that clash, no bystander', () => {
    expect(clash(['numpy', 'tensorflow', 'catboost', 'gensim'])).toHaveLength(2);
    expect(clash(['numpy', 'catboost', 'lightgbm', 'xgboost'])).toEqual(['xgboost', 'lightgbm', 'catboost'].sort());
    expect(clash(['catboost', 'lightgbm'])).toBeUndefined();
  });

  it('never make a project without a Python', () => {
    expect(defaultPython([libraryOf('tensorflow'), libraryOf('gensim')], baseOf('python'))).toBe('3.13');
    expect(defaults({ libraries: ['tensorflow', 'gensim'] }, 'demo').python).toBe('3.13');
  });

  it('can not be ticked together', () => {
    const validate = question('libraries', { base: 'python' })?.validate as (ticked: unknown) => unknown;
    expect(validate([{ value: 'numpy' }, { value: 'gensim' }])).toBe(true);
    expect(`${validate([{ value: 'tensorflow' }, { value: 'gensim' }])}`.replace(/\s+/g, ' ')).toBe(
      'TensorFlow (Python 3.11 to 3.13) and Gensim (Python 3.14) share no Python version on python. Untick one of them',
    );
  });
});

describe('a Python version that was asked for', () => {
  it('is refused with the libraries that have no wheels for it', () => {
    expect(problems({ base: 'python', libraries: 'numpy,tensorflow', python: '3.14' })).toEqual([
      '--python "3.14": TensorFlow has no wheels for it. Choose from: 3.11, 3.12, 3.13, or leave tensorflow out',
    ]);
  });

  it('greys out the libraries that can not be had with it', () => {
    const greyed = choices('libraries', { base: 'python', python: '3.14' }).filter(({ disabled }) => disabled);
    expect(Object.fromEntries(greyed.map(({ value, disabled }) => [value, disabled]))).toMatchObject({
      tensorflow: expect.stringContaining('for Python 3.14'),
    });
    expect(greyed.map(({ value }) => value)).not.toContain('gensim');
  });

  it('greys out the bases that lack it', () => {
    expect(choices('base', { python: '3.13' }).map(({ disabled }) => disabled)).toEqual([
      false,
      'lacks Python 3.13',
      false,
    ]);
  });
});

describe('bases', () => {
  it('are greyed out where they can not have the libraries that were named', () => {
    expect(choices('base', { libraries: ['torch'] }).map(({ disabled }) => disabled)).toEqual([
      false,
      false,
      'PyTorch has no musllinux wheel',
    ]);
  });
});

describe('a GPU', () => {
  it('is refused on alpine in one line, with the bases that can have one', () => {
    expect(problems({ base: 'alpine', libraries: 'numpy', gpu: true })).toEqual([
      "--gpu can't be had on alpine: CUDA has no musllinux wheel. Take --base python or --base ubuntu, or leave --gpu out",
    ]);
  });

  it('takes a Python that the CUDA build has wheels for', () => {
    expect(defaults({ libraries: ['tensorflow'], gpu: true }, 'demo').python).toBe('3.12');
    expect(problems({ base: 'python', libraries: 'tensorflow', python: '3.13', gpu: true })).toEqual([
      '--python "3.13": TensorFlow with CUDA has no wheels for it. Choose from: 3.11, 3.12, or leave tensorflow out',
    ]);
    expect(problems({ base: 'ubuntu', libraries: 'tensorflow', python: '3.12', gpu: true })).toEqual([]);
    const suggested = (gpu: boolean) => {
      const asked = { base: 'python', libraries: ['tensorflow>=2.20'], with: [] };
      return new Case({ facts: [] } as never, { gpu, asked } as never).pythons();
    };
    expect(suggested(true)).toEqual(['3.12', '3.11']);
    expect(suggested(false)).toEqual(['3.13', '3.12', '3.11']);
  });

  it('is refused where a CUDA build has no wheels at all', () => {
    expect(problems({ base: 'python', libraries: 'torch', gpu: true })).toEqual([
      'PyTorch with CUDA has no wheels for any Python version of python. Leave --gpu out, or leave torch out',
    ]);
  });

  it('is not asked about where the chosen Python rules it out', () => {
    const when = question('gpu', { base: 'python' })?.when;
    expect(when?.({ libraries: ['tensorflow'], python: '3.12' })).toBe(true);
    expect(when?.({ libraries: ['tensorflow'], python: '3.13' })).toBe(false);
    expect(when?.({ libraries: ['torch'], python: '3.13' })).toBe(false);
  });
});

it.each([
  [['3.11', '3.12', '3.13'], '3.11 to 3.13'],
  [['3.12', '3.13'], '3.12 and 3.13'],
  [['3.11', '3.12', '3.14'], '3.11, 3.12 and 3.14'],
  [['3.14'], '3.14'],
])('Python versions %j are said as "%s"', (pythons, said) => {
  expect(spokenPythons(pythons)).toBe(said);
});
