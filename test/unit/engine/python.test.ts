import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pyenvFolders, searchPath } from '../../../generators/engine/python.ts';
import { cacheFolder } from '../../../generators/engine/uv.ts';

const onUnix = process.platform === 'win32' ? describe.skip : describe;

onUnix("pyenv's interpreters", () => {
  let root: string;
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'pyenv-'));
    mkdirSync(join(root, 'versions', '3.13.0', 'bin'), { recursive: true });
  });
  afterAll(() => rmSync(root, { recursive: true }));

  it("are looked at after those of the PATH, past pyenv's own commands, which may lead nowhere", () => {
    expect(searchPath({ PATH: '/usr/bin', PYENV_ROOT: root })).toEqual({
      PATH: ['/usr/bin', join(root, 'versions', '3.13.0', 'bin')].join(delimiter),
    });
  });

  it('are none where there is no pyenv', () => {
    expect(pyenvFolders({ PYENV_ROOT: join(root, 'missing') })).toEqual([]);
  });
});

onUnix('the cache folder', () => {
  it('is where the system keeps caches', () => {
    expect(cacheFolder({ XDG_CACHE_HOME: '/my/cache' })).toBe('/my/cache/ml-docker');
  });
});
