import { describe, expect, it } from '@jest/globals';
import { checkAnswers, type Given } from '../../../generators/app/answers.ts';
import { libraryIdOf } from '../../../generators/app/chosen.ts';

function problems(given: Given): string[] {
  return checkAnswers(given).problems;
}

describe('answers', () => {
  it('come out in catalogue order and one spelling', () => {
    const { answers } = checkAnswers({ libraries: 'Scikit_Learn,pandas>=3,<4,numpy', with: 'rich,Altair>=5' });
    expect(answers.libraries).toEqual(['numpy', 'pandas>=3,<4', 'scikit-learn']);
    expect(answers.with).toEqual(['altair>=5', 'rich']);
  });

  it('are the same from a flag and from a stored list', () => {
    expect(checkAnswers({ libraries: ['pandas>=3,<4', 'numpy'] })).toEqual(
      checkAnswers({ libraries: 'numpy,pandas>=3,<4' }),
    );
  });

  it('that are missing stay missing', () => {
    expect(checkAnswers({})).toEqual({
      answers: {
        name: undefined,
        base: undefined,
        libraries: undefined,
        python: undefined,
        apps: undefined,
        with: [],
        index: [],
      },
      problems: [],
    });
  });

  it('that are wrong are all named at once', () => {
    const given = { name: 'class', base: 'debian', libraries: 'numpi,pandas>=x', with: '>=2', apps: 'web', gpu: true };
    expect(problems(given)).toEqual([
      expect.stringContaining('"class" is taken'),
      expect.stringContaining('--base "debian" is no base image'),
      expect.stringContaining('">=x" is no version specifier'),
      expect.stringContaining('"numpi" is no library'),
      expect.stringContaining('--with ">=2"'),
      expect.stringContaining('--apps "web" is no app'),
      expect.stringContaining('--gpu'),
    ]);
  });

  it('that name no library or no app are named beside other problems', () => {
    expect(problems({ name: 'class', libraries: '', apps: '' })).toEqual([
      expect.stringContaining('class'),
      '--libraries names none. Name at least one, such as numpy',
      '--apps names none. Choose from: api',
    ]);
  });

  it('with a library that is stored with its version know the library', () => {
    expect(['pandas>=3,<4', 'scikit-learn~=1.6', 'numpy!=2.1', 'numpy'].map(libraryIdOf)).toEqual([
      'pandas',
      'scikit-learn',
      'numpy',
      'numpy',
    ]);
  });

  it.each([[null], [{}], [7], [[[1]]], [['numpy', null]]])(
    'that are stored as %j are refused, not crashed on',
    (one) => {
      expect(problems({ libraries: one, base: one, python: one, apps: one }).length).toBeGreaterThan(0);
    },
  );
});

describe('an unknown value', () => {
  it.each([
    [{ base: 'ubunto' }, 'Did you mean ubuntu? Choose from: python, ubuntu, alpine'],
    [{ libraries: 'panda' }, 'Did you mean pandas? All of them: ml-docker list'],
    [{ libraries: 'altair' }, 'Any other library: --with altair'],
    [{ libraries: 'sklearn' }, '"sklearn" is the module of scikit-learn. Write: scikit-learn'],
    [{ preset: 'bosting' }, 'is no preset. Did you mean boosting? Choose from: classic, boosting, pytorch'],
    [{ apps: 'apy' }, 'Did you mean api? Choose from: api'],
    [{ base: 'python', python: '3.9' }, 'Choose from: 3.11, 3.12, 3.13, 3.14'],
    [{ base: 'ubuntu', python: '3.13' }, 'not to be had on the base ubuntu. Choose from: 3.12, 3.14'],
  ])('%j is answered with the nearest, and with the full list or where it is', (given, text) => {
    expect(problems(given)).toEqual([expect.stringContaining(text)]);
  });

  it('gets no suggestion where none is near', () => {
    expect(problems({ base: 'windows-server' })[0]).not.toContain('Did you mean');
  });
});

describe('a preset', () => {
  function libraries(given: Given): string[] | undefined {
    const { answers, problems } = checkAnswers(given);
    expect(problems).toEqual([]);
    return answers.libraries;
  }

  it('stands for its libraries', () => {
    expect(libraries({ preset: 'classic', base: 'python' })).toEqual(['numpy', 'pandas', 'scikit-learn']);
  });

  it('waits for the base, which may lack some of them', () => {
    expect(libraries({ preset: 'big-tables' })).toBeUndefined();
    const on = (base: string) => libraries({ preset: 'big-tables', base });
    expect(on('python')).toContain('duckdb');
    expect(on('alpine')).toEqual(on('python')?.filter((id) => !['duckdb', 'lightgbm'].includes(id)));
  });

  it('has beside it what is named, whose versions count', () => {
    const named = 'pandas>=3,<4,polars';
    const both = ['numpy', 'pandas>=3,<4', 'polars', 'scikit-learn'];
    expect(libraries({ preset: 'classic', base: 'python', libraries: named })).toEqual(both);
    expect(libraries({ preset: 'classic', base: 'python', libraries: both })).toEqual(both); // the same once more
    expect(libraries({ preset: 'classic', libraries: named })).toEqual(['pandas>=3,<4', 'polars']);
  });

  it('does not keep a library that is named and has no room from being refused', () => {
    expect(problems({ preset: 'big-tables', base: 'alpine', libraries: 'duckdb' })).toEqual([
      expect.stringContaining("DuckDB can't run on alpine"),
    ]);
    expect(problems({ preset: 'classic', base: 'alpine', libraries: 'numpy>=2.1' })).toEqual([
      expect.stringContaining("NumPy comes from Alpine's own packages"),
    ]);
  });

  it('on a base that has nothing of what it is about is refused with the reason and the way out', () => {
    expect(problems({ preset: 'boosting', base: 'alpine' })).toEqual([
      "--preset boosting can't be had on alpine, which lacks XGBoost, LightGBM and CatBoost (each has no musllinux wheel). Take --base python or --base ubuntu",
    ]);
  });

  it('is no answer of its own: what is stored are the libraries', () => {
    expect(checkAnswers({ preset: 'classic', base: 'python' }).answers).not.toHaveProperty('preset');
  });

  it('may use a GPU as its libraries do', () => {
    expect(problems({ preset: 'pytorch', libraries: 'numpy', gpu: true })).toEqual([]);
    expect(problems({ preset: 'pytorch', base: 'python', gpu: true })).toEqual([]);
    expect(problems({ preset: 'classic', base: 'python', gpu: true })).toEqual([expect.stringContaining('--gpu')]);
  });
});

describe('a library that does not fit', () => {
  it('on this base is refused with the reason and the way out', () => {
    expect(problems({ base: 'alpine', libraries: 'torch' })).toEqual([
      "PyTorch can't run on alpine: it has no musllinux wheel. Take --base python or --base ubuntu, or leave torch out",
    ]);
  });

  it('because of another one is refused with its name', () => {
    expect(problems({ base: 'alpine', libraries: 'seaborn' })).toEqual([
      expect.stringContaining('it needs matplotlib, which has no musllinux wheel for arm64'),
    ]);
  });

  it('in a version that the project can not work with is refused', () => {
    expect(problems({ libraries: 'pandas<2' })).toEqual([
      '--libraries pandas<2 leaves no version: the project needs pandas>=2.2. Widen it, or leave the version out',
    ]);
  });

  it('twice is refused', () => {
    expect(problems({ libraries: 'numpy>=2,numpy<3' })).toEqual([expect.stringContaining('names numpy twice')]);
    expect(problems({ with: 'altair>=1,altair<3000' })).toEqual([expect.stringContaining('names altair twice')]);
  });

  it('with extras is refused', () => {
    expect(problems({ libraries: 'pandas[all]' })).toEqual([expect.stringContaining('extras are for --with')]);
  });

  it('in --with, because the catalogue has it, is refused with what to write', () => {
    expect(problems({ with: 'Pandas>=3' })).toEqual([
      '--with pandas is in the catalogue. Write: --libraries pandas>=3',
    ]);
  });

  it("in --with, because it has the project's own name, is refused", () => {
    expect(problems({ name: 'my_altair', with: 'My.Altair' })).toEqual([
      expect.stringContaining("--with my_altair has the project's own name"),
    ]);
  });

  it('in a version that Alpine decides is refused on alpine', () => {
    expect(problems({ base: 'alpine', libraries: 'numpy>=2.1,scikit-learn' })).toEqual([
      expect.stringContaining("NumPy comes from Alpine's own packages, in the version that is there. Write: numpy"),
    ]);
    expect(problems({ base: 'alpine', libraries: 'numpy>=2.1,pandas' })).toEqual([]);
  });

  it("to a Python other than Alpine's own is refused with the reason", () => {
    expect(problems({ base: 'alpine', libraries: 'scikit-learn', python: '3.13' })).toEqual([
      '--python "3.13" is not to be had on the base alpine (NumPy, SciKit-learn, SciPy come from its own packages). Choose from: 3.12',
    ]);
  });
});

describe('a GPU', () => {
  it('is refused where no chosen library can use it', () => {
    expect(problems({ libraries: 'numpy', gpu: true })).toEqual([expect.stringContaining('Add one of xgboost, torch')]);
  });

  it('is taken with PyTorch', () => {
    expect(problems({ libraries: 'torch', gpu: true })).toEqual([]);
  });
});
