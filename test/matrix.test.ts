import { beforeAll, describe, expect, it } from '@jest/globals';
import { parse as parseYaml } from 'yaml';
import { ARCHITECTURES } from '../generators/catalog/bases.ts';
import { type LibraryId, libraryOf, withNeeded } from '../generators/catalog/libraries.ts';
import { packageOf } from '../generators/catalog/variants.ts';
import { COMBINATIONS, filesFor, planFor, titleOf } from './combinations.ts';
import { describeWithEngine } from './engine/available.ts';
import {
  buildCheckComplaints,
  complaints,
  NO_PYTHON,
  pythonComplaints,
  requirementsOf,
  shellComplaints,
} from './parsers.ts';

/** The files of every project with the package my_project_2; a GPU adds one, and so does each app. */
const FILES = `.devcontainer/devcontainer.json .dockerignore .env.example .gitattributes .github/dependabot.yml
.github/workflows/ci.yml .gitignore Dockerfile Makefile README.md compose.yaml data/README.md data/penguins.csv
docker/byte-code.sh docker/empty docker/install.sh docker/pin.sh docker/uv.sh pyproject.toml src/my_project_2/__init__.py
src/my_project_2/__main__.py src/my_project_2/data.py src/my_project_2/model.py src/my_project_2/training.py
tests/conftest.py tests/test_command.py tests/test_data.py tests/test_libraries.py tests/test_model.py`.split(/\s+/);

const PROJECTS = COMBINATIONS.map((given) => ({ given, title: titleOf(given), files: filesFor(given) }));

/** The distinct texts of the files that a pattern names, each with the first project that has it. */
function distinct(pattern: RegExp, same: (text: string) => string = String): [name: string, text: string][] {
  const found = new Map<string, [string, string]>();
  for (const { title, files } of PROJECTS) {
    for (const [file, text] of files) {
      if (pattern.test(file) && !found.has(same(text))) found.set(same(text), [`${title}: ${file}`, text]);
    }
  }
  return [...found.values()];
}

/** A Dockerfile without its comments: what differs in words alone is checked once. */
function withoutComments(dockerfile: string): string {
  return dockerfile.replace(/^\s*#.*\n/gm, '');
}

describe('every combination of base, Python, library, app and GPU', () => {
  it('is there: each base with each of its libraries and Pythons', () => {
    const titles = PROJECTS.map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
    expect(titles).toEqual(
      expect.arrayContaining([
        'python 3.11 torch api gpu',
        'python 3.14 statsmodels api',
        'ubuntu 3.12 duckdb api',
        'ubuntu 3.14 duckdb api',
        'alpine 3.11 numpy api',
        'alpine 3.12 numpy,pandas,scikit-learn api',
        'python 3.14 numpy,pandas,scikit-learn,xgboost,lightgbm,catboost,optuna api', // a preset
      ]),
    );
    expect(titles).not.toContain('alpine 3.12 torch api'); // no musllinux wheel
    expect(titles).not.toContain('alpine 3.13 scikit-learn api'); // Alpine packages it for its own Python alone
  });

  it.each(PROJECTS)('$title gives exactly the files of a project', ({ given, files }) => {
    const extra = [
      ...['src/my_project_2/api.py', 'tests/test_api.py'],
      ...(given.gpu ? ['compose.gpu.yaml'] : []),
      ...(given.base === 'alpine' ? ['docker/musl.sh'] : []),
    ];
    expect([...files.keys()]).toEqual([...FILES, ...extra].sort());
  });

  it.each(PROJECTS)('$title is free of left-overs, and its TOML, YAML, JSON and Dockerfile are valid', ({ files }) => {
    expect(complaints(files)).toEqual([]);
  });

  it.each(PROJECTS)('$title asks for its libraries, without CUDA unless it has a GPU', ({ given, files }) => {
    const pyproject = files.get('pyproject.toml') as string;
    const asked = requirementsOf(pyproject).map((requirement) => requirement.replace(/[[<>=!~].*/, ''));
    const chosen = (given.libraries as string[]).map((id) => libraryOf(id as LibraryId));
    const packages = withNeeded(chosen).flatMap((library) =>
      ARCHITECTURES.map((architecture) => packageOf(library, architecture, given.gpu === true)),
    );
    expect(asked).toEqual(expect.arrayContaining([...packages, 'fastapi', 'uvicorn', 'pytest']));
    expect(new Set(asked).size).toBe(asked.length);
    for (const name of ['torch', 'torchvision', 'torchaudio']) {
      const onCpu = packages.includes(name) && !given.gpu;
      expect(new RegExp(`^${name} = \\{ index = "pytorch-cpu" \\}$`, 'm').test(pyproject)).toBe(onCpu);
    }
  });

  it.each(PROJECTS)(
    '$title starts from an image with its Python and trains a model in what it has',
    ({ given, files }) => {
      const plan = planFor(given);
      const packaged =
        given.base === 'alpine' && /scikit-learn|skops|imbalanced-learn|sktime/.test(String(given.libraries));
      const image = {
        python: `python:${given.python}-slim`,
        ubuntu: given.python === '3.12' ? 'ubuntu:24.04' : 'ubuntu:26.04',
        alpine: packaged ? 'alpine:3.23' : `python:${given.python}-alpine`,
      }[given.base as string];
      expect(files.get('Dockerfile')).toContain(`\nFROM ${image} AS base\n`);
      const installed = [
        ...plan.heavy,
        ...plan.companions.map(({ requirement }) => requirement),
        ...plan.fromDistribution,
      ].join(' ');
      expect(installed).toContain(plan.model);
      expect(files.get('src/my_project_2/model.py')).toContain(plan.modelFile);
    },
  );

  it.each(PROJECTS)(
    '$title runs as it is promised: local, read-only, without privileges, with a health check',
    ({ files }) => {
      const { services } = parseYaml(files.get('compose.yaml') as string);
      expect(services.api).toMatchObject({
        ports: [expect.stringMatching(/^127\.0\.0\.1:/)],
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
      });
      expect(JSON.stringify(services)).not.toContain('nvidia'); // with a GPU too: compose.yaml alone runs everywhere
      const dockerfile = files.get('Dockerfile') as string;
      expect(dockerfile).toMatch(/^USER 10001:0$/m);
      expect(dockerfile).toMatch(/^HEALTHCHECK /m);
      expect(dockerfile).not.toMatch(/curl|# syntax=/);
      const stages = [...dockerfile.matchAll(/^FROM .* AS (\S+)$/gm)].map(([, stage]) => stage);
      expect(stages.at(-1)).toBe('api');
      expect(stages).toEqual(
        expect.arrayContaining(['base', 'lock', 'pinned', 'libraries', 'model', 'runtime', 'test']),
      );
    },
  );
});

describe('the checks above', () => {
  it.each([
    ['a.md', '<% if %>\n'],
    ['a.md', 'undefined\n'],
    ['a.md', '[object Object]\n'],
    ['a.md', 'a &#39; b\n'],
    ['a.md', 'a \nb\n'],
    ['a.md', 'a'],
    ['a.md', 'a\n\n'],
    ['a.md', 'a\r\n'],
    ['a.toml', 'a = b\n'],
    ['a.yaml', 'a: b: c\n'],
    ['a.yaml', 'a: 1\na: 2\n'],
    ['a.json', '{"a": 1,}\n'],
    ['Dockerfile', 'FROM a\nRUM b\n'],
    ['pyproject.toml', '[project]\ndependencies = ["a>=x"]\n[dependency-groups]\n'],
  ])('see what is wrong with %s: %j', (file, text) => {
    expect(complaints(new Map([[file, text]]))).toHaveLength(1);
  });

  it('see nothing wrong with plain text', () => {
    expect(
      complaints(
        new Map([
          ['a.md', 'a & b\n\nc\n'],
          ['empty', ''],
        ]),
      ),
    ).toEqual([]);
  });

  it('see what is wrong with a script', () => {
    expect(shellComplaints('if true\n')).not.toEqual([]);
    if (!NO_PYTHON) expect(pythonComplaints([['a.py', 'def a(:\n']])).toHaveLength(1);
  });
});

describe('the texts of all combinations', () => {
  const python = distinct(/\.py$/);
  const check = NO_PYTHON ? it.skip : it;

  check(`are valid Python${NO_PYTHON ? ` (skipped: ${NO_PYTHON})` : ''}`, () => {
    expect(python.length).toBeGreaterThan(20);
    expect(pythonComplaints(python)).toEqual([]);
  });

  it.each(distinct(/\.sh$/))('are valid shell: %s', (_, text) => {
    expect(shellComplaints(text)).toEqual([]);
  });
});

describeWithEngine("the container engine's own check", () => {
  let dockerfiles: [string, string][];

  beforeAll(() => {
    dockerfiles = distinct(/(^|\/)Dockerfile$/, withoutComments);
  });

  it('sees what is wrong with one', () => {
    expect(buildCheckComplaints('# check=error=true\nFROM alpine:3.23 AS a\nworkdir /a\nRUN b\n')).toHaveLength(1);
  });

  it('has nothing to say about any Dockerfile', () => {
    expect(dockerfiles.length).toBeGreaterThan(8);
    expect(dockerfiles.flatMap(([name, text]) => buildCheckComplaints(text).map((what) => `${name}: ${what}`))).toEqual(
      [],
    );
  }, 120_000);
});
