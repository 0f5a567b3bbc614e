import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Asked } from '../../../generators/app/asked.ts';
import { type Collected, collect, type Request } from '../../../generators/app/collect.ts';
import type { Question } from '../../../generators/app/questions.ts';

let cwd: string;

beforeEach(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'ml-docker-'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

function gather(request: Partial<Request>): Promise<Collected> {
  return collect({ flags: {}, cwd, ...request });
}

function store(folder: string, stored: unknown): void {
  mkdirSync(path.join(cwd, folder), { recursive: true });
  const text = typeof stored === 'string' ? stored : JSON.stringify({ 'generator-ml-docker': stored });
  writeFileSync(path.join(cwd, folder, '.yo-rc.json'), text);
}

describe('without a terminal', () => {
  it('names the flags that are missing', async () => {
    await expect(gather({})).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('no answer for: the folder, --preset (or --libraries), --base, --python'),
    });
  });

  it('does not miss a Python version where the base leaves no choice', async () => {
    const { answers } = await gather({ folder: 'demo', flags: { base: 'alpine', libraries: 'scikit-learn' } });
    expect(answers).toMatchObject({ python: '3.12', apps: ['api'], gpu: false, with: [] });
  });

  it('takes a preset for its libraries', async () => {
    const flags = { base: 'ubuntu', python: '3.12', preset: 'boosting' };
    const { answers } = await gather({ folder: 'demo', flags });
    expect(answers.libraries).toEqual(['numpy', 'pandas', 'scikit-learn', 'xgboost', 'lightgbm', 'catboost', 'optuna']);
    expect(answers).not.toHaveProperty('preset');
    await expect(gather({ folder: 'demo', flags: { preset: 'boosting' } })).rejects.toThrow(
      /no answer for: --base, --python\./,
    );
  });

  it('takes a preset, and beside it what is named', async () => {
    const flags = { yes: true, preset: 'pytorch', libraries: 'pandas>=3,polars' };
    expect((await gather({ folder: 'demo', flags })).answers.libraries).toEqual(
      expect.arrayContaining(['pandas>=3', 'polars', 'torch']),
    );
  });

  it('says in one line what the base lacks of a preset, and why', async () => {
    const said: string[] = [];
    const tell = (line: string) => said.push(line);
    await gather({ folder: 'demo', flags: { yes: true, preset: 'big-tables', base: 'alpine' }, tell });
    expect(said).toEqual(['Left out on alpine: DuckDB and LightGBM (each has no musllinux wheel)']);
    await gather({ folder: 'demo', flags: { yes: true, preset: 'big-tables', base: 'python' }, tell });
    await gather({ folder: 'demo', flags: { yes: true, base: 'alpine' }, tell });
    expect(said).toHaveLength(1);
  });

  it('takes the defaults with --yes', async () => {
    const { answers, delivery } = await gather({ folder: 'demo', flags: { yes: true } });
    expect(answers).toEqual({
      name: 'demo',
      base: 'python',
      python: '3.13',
      libraries: ['numpy', 'pandas', 'scikit-learn'],
      with: [],
      apps: ['api'],
      gpu: false,
      index: [],
    });
    expect(delivery).toBe('files');
  });

  it.each([
    [{ base: 'alpine' }, { python: '3.12', libraries: ['numpy', 'pandas', 'scikit-learn'] }],
    [{ base: 'alpine', libraries: 'numpy' }, { python: '3.13' }],
    [{ libraries: 'torch', gpu: true }, { gpu: true }],
  ])('takes defaults that fit %j', async (flags, expected) => {
    expect((await gather({ folder: 'demo', flags: { ...flags, yes: true } })).answers).toMatchObject(expected);
  });

  it('builds or runs only where that is asked for', async () => {
    const delivery = async (flags: Request['flags']) =>
      (await gather({ folder: 'demo', flags: { yes: true, ...flags } })).delivery;
    expect(await delivery({ build: true })).toBe('build');
    expect(await delivery({ build: true, run: true })).toBe('run');
  });

  it('refuses an engine that does not exist, beside everything else', async () => {
    const flags = { engine: 'dokcer', base: 'x', yes: true };
    await expect(gather({ folder: 'demo', flags })).rejects.toThrow(/--base "x".*\n.*--engine "dokcer".*docker/);
  });
});

describe('with a terminal', () => {
  it('asks only what no flag answers', async () => {
    let asked: Question[] = [];
    const ask = async (questions: Question[]) => {
      asked = questions;
      return { base: 'alpine' as const, python: '3.11', delivery: 'build' as const };
    };
    const { answers, delivery } = await gather({ folder: 'demo', flags: { libraries: 'numpy' }, ask });
    expect(asked.map(({ name }) => name)).toEqual(['base', 'python', 'apps', 'gpu', 'delivery']);
    expect(answers).toMatchObject({ name: 'demo', base: 'alpine', python: '3.11', libraries: ['numpy'] });
    expect(delivery).toBe('build');
  });

  it('asks for a preset and for libraries, and one of them is enough', async () => {
    const names: string[][] = [];
    const gathered = (answered: Asked, flags = {}) => {
      const ask = async (questions: Question[]) => {
        names.push(questions.filter(({ when }) => !when || when(answered)).map(({ name }) => name));
        return answered;
      };
      return gather({ folder: 'demo', flags, ask });
    };
    const preset = await gathered({ preset: 'pytorch', base: 'python', python: '3.12' });
    expect(preset.answers.libraries).toContain('torch');
    const own = await gathered({ preset: 'own', base: 'python', libraries: ['polars'] });
    expect(own.answers.libraries).toEqual(['polars']);
    const flag = await gathered({ base: 'alpine' }, { preset: 'classic' });
    expect(flag.answers).toMatchObject({ python: '3.12', libraries: ['numpy', 'pandas', 'scikit-learn'] });
    expect(names.map((asked) => asked.filter((name) => ['preset', 'libraries'].includes(name)))).toEqual([
      ['preset'],
      ['preset', 'libraries'],
      [],
    ]);
  });

  it('asks nothing with --yes', async () => {
    const ask = () => Promise.reject(new Error('asked'));
    await expect(gather({ flags: { yes: true }, ask })).resolves.toBeDefined();
  });

  it('refuses a wrong flag before it asks', async () => {
    const ask = () => Promise.reject(new Error('asked'));
    await expect(gather({ flags: { base: 'debian' }, ask })).rejects.toMatchObject({ exitCode: 2 });
  });
});

describe('the folder', () => {
  it('is a new one where this one holds files and none is named', async () => {
    store('other', {});
    expect((await gather({ flags: { yes: true } })).target).toEqual({
      folder: path.join(cwd, 'ml-demo'),
      shown: 'ml-demo',
    });
  });

  it('is this one where it is empty and none is named', async () => {
    cwd = path.join(cwd, 'here');
    mkdirSync(cwd);
    const { target, answers } = await gather({ flags: { yes: true } });
    expect([target.shown, answers.name]).toEqual(['.', 'here']);
    cwd = path.dirname(cwd);
  });

  it.each([
    ['a/b/demo', 'a/b/demo'],
    ['./demo/', 'demo'],
    ['./-x/demo', './-x/demo'],
  ])('%s is shown as %s', async (folder, shown) => {
    expect((await gather({ folder, flags: { yes: true } })).target).toEqual({
      folder: path.join(cwd, folder.replace(/\/$/, '')),
      shown,
    });
  });

  it('may be an absolute path, wherever one stands', async () => {
    const elsewhere = path.join(cwd, 'elsewhere');
    const { target } = await gather({ folder: path.join(cwd, 'demo'), flags: { yes: true }, cwd: elsewhere });
    expect(target).toEqual({ folder: path.join(cwd, 'demo'), shown: '../demo' });
  });

  it.each([
    ['', 'has no name'],
    ['  ', 'has no name'],
    ['../demo', 'leads out of this one'],
    ['a/../../demo', 'leads out of this one'],
    ['a\\..\\demo', 'leads out of this one'],
    ['de\nmo', 'control character'],
    ['demo\u0000', 'control character'],
    ['numpy', 'would hide the library'],
    ['x'.repeat(300), 'at most 50'],
  ])('%j is refused: %s', async (folder, reason) => {
    const refused = gather({ folder, flags: { yes: true } });
    await expect(refused).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining(reason) });
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('is refused where a file has that name', async () => {
    writeFileSync(path.join(cwd, 'demo'), '');
    await expect(gather({ folder: 'demo', flags: { yes: true } })).rejects.toThrow(/demo is a file. Take another name/);
  });
});

describe('answers of an earlier run', () => {
  const stored = {
    name: 'demo',
    base: 'alpine',
    python: '3.11',
    libraries: ['numpy'],
    with: ['altair'],
    apps: ['api'],
    gpu: false,
    index: [],
  };

  it('are taken again, without a question', async () => {
    store('demo', stored);
    expect((await gather({ folder: 'demo' })).answers).toEqual(stored);
  });

  it('are found in this folder', async () => {
    store('.', stored);
    const { target, answers } = await gather({});
    expect([target.shown, answers.base]).toEqual(['.', 'alpine']);
  });

  it('give way to a flag', async () => {
    store('demo', stored);
    const { answers } = await gather({ folder: 'demo', flags: { python: '3.14', with: '' } });
    expect(answers).toEqual({ ...stored, python: '3.14', with: [] });
  });

  it.each([
    ['{', "can't be read as JSON"],
    ['[]', "can't be read as JSON"],
    ['null', "can't be read as JSON"],
    ['{"generator-ml-docker": 7}', "can't be read as JSON"],
    ['{"generator-ml-docker": {"name": "demo", "base": "<%= 1 %>"}}', '--base "<%= 1 %>" is no base image'],
    ['{"generator-ml-docker": {"name": "$(touch x)"}}', "can't name a folder"],
  ])('that were damaged (%s) are refused in one line', async (text, reason) => {
    store('demo', text);
    await expect(gather({ folder: 'demo' })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(reason),
    });
  });
});

describe('a project that an earlier run made', () => {
  const torch = {
    name: 'demo',
    base: 'python',
    python: '3.13',
    libraries: ['torch'],
    with: [],
    apps: ['api'],
    gpu: true,
    index: [],
  };

  it('takes the Python of another base where its own is not to be had there', async () => {
    store('demo', torch);
    const { answers } = await gather({ folder: 'demo', flags: { base: 'ubuntu', yes: true } });
    expect(answers).toMatchObject({ base: 'ubuntu', python: '3.12', gpu: true });
  });

  it('needs no GPU any longer where no library is left that uses one', async () => {
    store('demo', torch);
    expect((await gather({ folder: 'demo', flags: { libraries: 'numpy' } })).answers.gpu).toBe(false);
  });

  it('has the libraries of a preset in place of its own, and Python and a GPU only where they still fit', async () => {
    store('demo', { ...torch, python: '3.14', libraries: ['torch', 'polars>=1'] });
    const { answers } = await gather({ folder: 'demo', flags: { preset: 'classic' } });
    expect(answers).toMatchObject({ python: '3.14', libraries: ['numpy', 'pandas', 'scikit-learn'], gpu: false });
  });

  it('has no preset, whatever its file says', async () => {
    store('demo', { ...torch, preset: 'nonsense' });
    expect((await gather({ folder: 'demo' })).answers).toEqual(torch);
  });

  it('gives the GPU up with --no-gpu', async () => {
    store('demo', torch);
    expect((await gather({ folder: 'demo', flags: { 'no-gpu': true } })).answers.gpu).toBe(false);
  });

  it('is told apart from a folder that is none', async () => {
    store('demo', torch);
    expect((await gather({ folder: 'demo' })).earlier).toEqual(torch);
    expect((await gather({ folder: 'other', flags: { yes: true } })).earlier).toBeUndefined();
  });
});

describe('another address of a package index', () => {
  const MIRROR = 'pytorch-cpu=https://mirror.example.com/whl/cpu';

  it('is kept by the project, and given up with an empty one', async () => {
    store('demo', {
      ...(await gather({ folder: 'demo', flags: { yes: true, libraries: 'torch', index: MIRROR } })).answers,
    });
    expect((await gather({ folder: 'demo' })).answers.index).toEqual([MIRROR]);
    expect((await gather({ folder: 'demo', flags: { index: '' } })).answers.index).toEqual([]);
  });

  it.each([
    ['numpy', undefined, ['No library of this project comes from pytorch-cpu: the address is kept for later.']],
    ['torch', true, ['No library of this project comes from pytorch-cpu: the address is kept for later.']],
    ['torch', undefined, []],
    ['timm', undefined, []], // it needs torch
  ])('is said to be unused where %s (gpu: %s) takes nothing from it', async (libraries, gpu, lines) => {
    const told: string[] = [];
    const flags = { yes: true, libraries, index: MIRROR, ...(gpu && { gpu }) };
    await gather({ folder: 'demo', flags, tell: (line) => told.push(line) });
    expect(told).toEqual(lines);
  });
});
