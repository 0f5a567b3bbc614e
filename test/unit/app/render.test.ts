import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { render } from '../../../generators/app/render.ts';
import { readVersions } from '../../../generators/app/versions.ts';
import { BASES } from '../../../generators/catalog/bases.ts';
import { LIBRARIES } from '../../../generators/catalog/libraries.ts';
import { planFor } from '../../combinations.ts';

let templates: string;

beforeEach(() => {
  templates = mkdtempSync(path.join(tmpdir(), 'ml-docker-'));
});
afterEach(() => rmSync(templates, { recursive: true, force: true }));

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(templates, file)), { recursive: true });
  writeFileSync(path.join(templates, file), text);
}

describe('a template', () => {
  it('puts in values verbatim, as no file is HTML', () => {
    write('project/a.ejs', "<%= plan.heavy.join(' & ') %>");
    expect(render(planFor({ libraries: 'numpy>=2.1,<3' }), templates)).toEqual(new Map([['a', 'numpy>=2.1,<3']]));
  });

  it('without .ejs is copied as it is', () => {
    write('project/a.md', '<%= plan.name %>');
    expect(render(planFor({}), templates).get('a.md')).toBe('<%= plan.name %>');
  });

  it('lies where it goes: the package has its name, and .gitignore its dot', () => {
    write('project/src/_package_/data.py', '');
    write('project/_gitignore', '');
    write('project/.github/workflows/ci.yml.ejs', '');
    expect([...render(planFor({ name: 'My-Project' }), templates).keys()]).toEqual([
      '.github/workflows/ci.yml',
      '.gitignore',
      'src/my_project/data.py',
    ]);
  });

  it('of the GPU comes only with a GPU', () => {
    write('project/compose.gpu.yaml.ejs', '');
    expect(render(planFor({}), templates).size).toBe(0);
    expect(render(planFor({ libraries: 'torch', gpu: true }), templates).size).toBe(1);
  });
});

describe('the test of a library', () => {
  const testsOf = (libraries: string) => render(planFor({ libraries })).get('tests/test_libraries.py') as string;

  it.each(LIBRARIES.map(({ id }) => id))('%s alone imports pytest where it uses it, and only there', (id) => {
    const text = testsOf(id);
    expect(/^import pytest$/m.test(text)).toBe(text.includes('pytest.'));
    expect(text).toMatch(/\n\n\ndef test_/);
  });

  it('follows the one before it after two empty lines, in the order of the catalogue', () => {
    const names = testsOf('numpy,sympy').match(/(?<=\n\n\ndef )test_[a-z]+/g);
    expect(names).toEqual(['test_numpy', 'test_sympy']);
  });
});

describe('the versions', () => {
  it('have an image for every Python of every base, for its own packages, and for uv', () => {
    const { images } = readVersions();
    for (const base of BASES) {
      for (const python of base.pythons) expect(images[`${base.id}-${python}`]).toMatch(/^[a-z]+:[\w.-]+$/);
      if ('distribution' in base) expect(images[`${base.id}-distribution`]).toMatch(/^[a-z]+:[\d.]+$/);
    }
    expect(images.uv).toMatch(/:\d+\.\d+\.\d+$/);
  });

  it('are read from lines that Dependabot can raise, comments left out', () => {
    write('Dockerfile', '# FROM x AS y\nFROM python:3.99-slim AS python-3.99\n');
    write('requirements.txt', '# words\nfastapi>=1.2\n\nuvicorn[standard]>=3\n');
    expect(readVersions(templates)).toMatchObject({
      images: { 'python-3.99': 'python:3.99-slim' },
      requirements: { fastapi: 'fastapi>=1.2', uvicorn: 'uvicorn[standard]>=3' },
    });
  });
});
