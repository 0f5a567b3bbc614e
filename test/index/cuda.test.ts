import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { parse } from 'smol-toml';
import type { Given } from '../../generators/app/answers.ts';
import { baseOf } from '../../generators/catalog/bases.ts';
import { LIBRARIES } from '../../generators/catalog/libraries.ts';
import { Resolver } from '../../generators/catalog/refresh/resolver.ts';
import { defaultPython, unsupported } from '../../generators/catalog/support.ts';
import { isCuda } from '../../generators/catalog/variants.ts';
import { searchPath } from '../../generators/engine/python.ts';
import { filesFor } from '../combinations.ts';
import { StubIndex } from '../stub-index.ts';

/*
 * No project without a GPU carries a wheel with CUDA, on either architecture: read from the lock that uv makes of what is generated,
 * against the package index itself. PyTorch's own index for the CPU is a stand-in here, at the address that --index gives.
 */

const index = await Resolver.open().catch((error: Error) => error.message);
const base = baseOf('python');
const offered = LIBRARIES.filter((library) => !unsupported(library, base));

/** Why nothing can be locked here; undefined where it can. */
async function obstacle(): Promise<string | undefined> {
  if (typeof index === 'string') return index;
  const { exitCode } = await execa(index.uv, ['python', 'find', '--system', base.defaultPython], {
    env: { ...searchPath(), UV_PYTHON_DOWNLOADS: 'never' },
    reject: false,
  });
  return exitCode === 0 ? undefined : `there is no Python ${base.defaultPython} on this machine`;
}

const missing = await obstacle();
const online = missing ? describe.skip : describe;

online(`a project without a GPU${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const stub = new StubIndex();
  let home: string;
  let mirror: string;
  beforeAll(async () => {
    home = mkdtempSync(path.join(tmpdir(), 'ml-docker-cuda-'));
    mirror = `pytorch-cpu=${await stub.open()}`;
  });
  afterAll(() => {
    stub.close();
    rmSync(home, { recursive: true, force: true });
  });

  /** The packages that uv locks for these answers, on whatever machine. */
  async function locked(given: Given, edit = (pyproject: string) => pyproject): Promise<string[]> {
    const folder = mkdtempSync(path.join(home, 'demo-'));
    const pyproject = filesFor({ name: 'demo', base: base.id, index: mirror, ...given }).get(
      'pyproject.toml',
    ) as string;
    writeFileSync(path.join(folder, 'pyproject.toml'), edit(pyproject));
    const { exitCode, stderr } = await execa((index as Resolver).uv, ['lock'], {
      cwd: folder,
      env: { ...searchPath(), UV_PYTHON_DOWNLOADS: 'never', NO_COLOR: '1' },
      reject: false,
    });
    if (exitCode !== 0) throw new Error(stderr);
    const lock = parse(readFileSync(path.join(folder, 'uv.lock'), 'utf8')) as { package: { name: string }[] };
    return lock.package.map(({ name }) => name);
  }

  it.each(offered.map(({ id }) => id))(
    'with %s has no wheel with CUDA',
    async (id) => {
      const names = await locked({
        libraries: [id],
        python: defaultPython(
          offered.filter((one) => one.id === id),
          base,
        ),
      });
      expect(names).toContain('fastapi');
      expect(names.filter(isCuda)).toEqual([]);
    },
    120_000,
  );

  it('with every library at once has no wheel with CUDA', async () => {
    const names = await locked({ libraries: offered.map(({ id }) => id) });
    expect(names.filter(isCuda)).toEqual([]);
    expect(names).toEqual(
      expect.arrayContaining(['torch', 'torchvision', 'torchaudio', 'xgboost-cpu', 'tensorflow-cpu']),
    );
  }, 240_000);

  // What these look for is found where it is, or they would show nothing.

  it('would have CUDA were PyTorch taken from the package index', async () => {
    expect(stub.asked).toBeGreaterThan(0);
    const names = await locked({ libraries: ['torch'] }, (text) => text.replace(/^torch = \{ index = .*\n/m, ''));
    expect(names.filter(isCuda)).toEqual(expect.arrayContaining([expect.stringMatching(/^nvidia-/), 'triton']));
  }, 120_000);

  it('would have CUDA did a library that needs PyTorch not name it', async () => {
    const names = await locked({ libraries: ['accelerate'] }, (text) => text.replace(/^ {2}"torch>=.*\n/m, ''));
    expect(names.filter(isCuda)).toContain('triton');
  }, 120_000);

  it('would have CUDA with the package of XGBoost for a GPU', async () => {
    const names = await locked({ libraries: ['xgboost'] }, (text) => text.replace('"xgboost-cpu', '"xgboost'));
    expect(names.filter(isCuda)).toEqual([expect.stringMatching(/^nvidia-/)]);
  }, 120_000);
});
