import { describe, expect, it } from '@jest/globals';
import { projectOf } from '../../../generators/app/plan.ts';
import { answersFor, planFor } from '../../combinations.ts';

function names(packages: readonly { name: string }[]): string[] {
  return packages.map(({ name }) => name);
}

describe('the model of the sample', () => {
  it.each([
    ['numpy,pandas,scikit-learn', 'scikit-learn', 'model.skops'],
    ['numpy,pandas,scikit-learn,statsmodels', 'scikit-learn', 'model.skops'],
    ['numpy,pandas,scikit-learn,lightgbm', 'lightgbm', 'model.json'],
    ['scikit-learn,torch', 'torch', 'model.pt'],
    ['xgboost,torch', 'xgboost', 'model.ubj'],
    ['torch', 'torch', 'model.pt'],
    ['tensorflow', 'tensorflow', 'model.npz'],
    ['numpy,jax,flax', 'jax', 'model.npz'],
    ['lightgbm', 'lightgbm', 'model.json'],
    ['catboost', 'catboost', 'model.cbm'],
    ['numpy,statsmodels', 'statsmodels', 'model.npz'],
    ['numpy,scipy', 'scipy', 'model.npz'],
    ['numpy', 'numpy', 'model.npz'],
    ['pandas', 'numpy', 'model.npz'],
    ['duckdb', 'numpy', 'model.npz'],
  ])('of %s is trained by %s and kept in %s', (libraries, model, file) => {
    expect(planFor({ libraries })).toMatchObject({ model, modelFile: file });
  });

  it('is read with pandas only where pandas was chosen', () => {
    expect(planFor({ libraries: 'pandas' }).reader).toBe('pandas');
    expect(planFor({ libraries: 'numpy' }).reader).toBe('csv');
  });
});

describe('what is installed', () => {
  it('is what was asked for, never older than the floor, and NumPy beside it', () => {
    const { heavy, companions } = planFor({ libraries: 'pandas<4,scipy>=1.16,polars==1.*,pyarrow!=20' });
    expect(companions).toEqual([{ requirement: 'numpy>=2.0', why: 'for the sample: arrays and linear algebra' }]);
    expect(heavy).toEqual(['pandas>=2.2,<4', 'polars>=1.20,==1.*', 'pyarrow>=19,!=20', 'scipy>=1.16']);
  });

  it('has skops beside scikit-learn, which keeps its model without pickle', () => {
    const { heavy, companions } = planFor({ libraries: 'scikit-learn' });
    expect(heavy).toEqual(['scikit-learn>=1.6']);
    expect(companions.map(({ requirement }) => requirement)).toEqual(['numpy>=2.0', 'skops>=0.13']);
  });

  it('shows only the chosen libraries as chosen', () => {
    expect(planFor({ libraries: 'scikit-learn' }).libraries.map(({ id }) => id)).toEqual(['scikit-learn']);
  });

  it('bounds a library by what is installed with it: PyTorch beside TorchAudio, and beside the CUDA build of TensorFlow', () => {
    const torch = (libraries: string, gpu: boolean) =>
      planFor({ libraries, gpu }).heavy.find((requirement) => requirement.startsWith('torch>='));
    expect(torch('torch,torchaudio', false)).toBe('torch>=2.9,<2.12');
    expect(torch('torch,torchaudio,tensorflow', true)).toBe('torch>=2.9,<2.12');
    expect(torch('torch,tensorflow', true)).toBe('torch>=2.9,<2.12');
    expect(torch('torch,tensorflow', false)).toBe('torch>=2.9');
  });

  it('has what was added with --with where training sees it, and what the apps need in a layer of their own', () => {
    expect(planFor({ libraries: 'numpy', with: 'altair>=5' })).toMatchObject({
      heavy: ['numpy>=2.0', 'altair>=5'],
      light: ['fastapi>=0.165', 'uvicorn>=0.34'],
    });
  });

  it('has no CUDA unless a GPU is wanted', () => {
    const cpu = planFor({ libraries: 'torch,xgboost' });
    expect(cpu.heavy).toContain('xgboost-cpu>=3.0');
    expect(cpu.indexes).toEqual([
      { name: 'pytorch-cpu', url: 'https://download.pytorch.org/whl/cpu', packages: ['torch'] },
    ]);
    const gpu = planFor({ libraries: 'torch,xgboost', gpu: true });
    expect(gpu.heavy).toContain('xgboost>=3.0');
    expect(gpu.indexes).toEqual([]);
  });

  it('takes PyTorch from the address that was given, and everything else from where it always is', () => {
    const given = { libraries: 'torch', index: 'pytorch-cpu=https://Mirror.example.com/cpu/' };
    expect(planFor(given).indexes).toEqual([
      { name: 'pytorch-cpu', url: 'https://mirror.example.com/cpu', packages: ['torch'] },
    ]);
    expect(planFor({ ...given, gpu: true }).indexes).toEqual([]);
    expect(planFor({ ...given, libraries: 'numpy' }).indexes).toEqual([]);
  });

  it('has the OpenMP library where LightGBM loads it, by the name that the base knows', () => {
    expect(names(planFor({ libraries: 'lightgbm' }).system.packages)).toEqual(['libgomp1']);
    expect(names(planFor({ libraries: 'numpy' }).system.packages)).toEqual([]);
  });

  it('has the own Python of ubuntu', () => {
    const { system, base } = planFor({ base: 'ubuntu' });
    expect(system.manager).toBe('apt');
    expect(names(system.packages)).toEqual(['ca-certificates', 'python3']);
    expect(base.image).toBe('ubuntu:24.04');
    expect(planFor({ base: 'ubuntu', python: '3.14' }).base.image).toBe('ubuntu:26.04');
  });
});

describe('the Pythons of the lock', () => {
  const pythons = (libraries: string[], python = '3.12', base = 'python') =>
    planFor({ base, python, libraries }).pythons;

  it('go on to the newest one that was measured', () => {
    expect(pythons(['numpy'])).toBe('>=3.12,<3.15');
    expect(pythons(['numpy'], '3.14')).toBe('>=3.14,<3.15');
  });

  it('end where a library has no wheels: a lock for it would find none', () => {
    expect(pythons(['numpy', 'tensorflow'])).toBe('>=3.12,<3.14');
    expect(pythons(['scikit-learn'], '3.12', 'alpine')).toBe('>=3.12,<3.13');
  });
});

describe('alpine', () => {
  it("takes Docker's own Python image and wheels while every library has them", () => {
    const plan = planFor({ base: 'alpine', libraries: 'numpy,pandas' });
    expect(plan).toMatchObject({ python: '3.13', fromDistribution: [], base: { image: 'python:3.13-alpine' } });
    expect(plan.system.packages).toEqual([]);
  });

  it("offers scikit-learn from Alpine's own packages, with what has to fit it", () => {
    const plan = planFor({ base: 'alpine', libraries: 'numpy,pandas,scikit-learn,polars' });
    expect(plan).toMatchObject({ python: '3.12', base: { image: 'alpine:3.23' }, model: 'scikit-learn' });
    expect(plan.fromDistribution).toEqual(['numpy', 'pandas', 'scikit-learn', 'scipy']);
    expect(names(plan.system.packages)).toEqual([
      'ca-certificates',
      'python3',
      'py3-numpy',
      'py3-pandas',
      'py3-scikit-learn',
      'py3-scipy',
    ]);
  });
});

describe('the names of a project', () => {
  it('fit Python, Docker and a person', () => {
    expect(planFor({ name: 'My-Project_2' })).toMatchObject({
      name: 'My-Project_2',
      package: 'my_project_2',
      image: 'my-project_2',
    });
  });

  it('and its folder are what the engine is told', () => {
    const given = { name: 'Demo', libraries: 'torch', gpu: true };
    expect(projectOf(planFor(given), answersFor(given), '/somewhere/Demo')).toEqual({
      folder: '/somewhere/Demo',
      image: 'demo',
      package: 'demo',
      python: '3.13',
      modelFile: 'model.pt',
      gpu: true,
      fromDistribution: [],
      app: { id: 'api', port: 8000 },
      asked: { base: 'python', libraries: ['torch'], with: [], indexes: [], ownIndex: false },
    });
  });
});
