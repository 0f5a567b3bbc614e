import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { explain } from '../../../generators/engine/explanation.ts';
import { extraNotes } from '../../../generators/engine/extras.ts';
import type { Asked, Project } from '../../../generators/engine/project.ts';
import { resolutionIn } from '../../../generators/engine/resolution.ts';
import { benchOf, failed } from '../../../generators/engine/step.ts';
import { verdictOf } from '../../../generators/engine/verdict.ts';

/* What uv 0.13.9 said in the lock container when it refused (November 2026), and what is made of it. */

function outputOf(name: string): string[] {
  return readFileSync(path.join(import.meta.dirname, 'refusals', `${name}.txt`), 'utf8').split('\n');
}

function project(asked: Partial<Asked> = {}, python = '3.13'): Project {
  return {
    folder: '/somewhere/demo',
    image: 'demo',
    package: 'demo',
    python,
    modelFile: 'model.npz',
    gpu: false,
    fromDistribution: [],
    app: { id: 'api', port: 8000 },
    asked: { base: 'python', libraries: ['numpy'], with: [], indexes: [], ownIndex: false, ...asked },
  };
}

/** The error that a person gets for this output. */
function errorFor(name: string, about: Project = project()) {
  const log = { file: '/somewhere/demo/.ml-docker/log/lock.log' };
  const bench = benchOf(
    about,
    log as never,
    new AbortController().signal,
    () => {},
    () => {},
  );
  return failed(bench, outputOf(name), 'Locking', 'docker');
}

interface Case {
  output: string;
  asked: Partial<Asked>;
  python?: string;
  message: string;
  hint: string;
  reasons: string[];
}

const CASES: readonly Case[] = [
  {
    output: 'unknown-name',
    asked: { with: ['pandsa'] },
    message: 'pandsa is not on the package index',
    hint: "did you mean pandas? It is in the catalogue: --libraries numpy,pandas --with ''. Else leave it out: --with ''",
    reasons: ['pandsa was not found in the package registry'],
  },
  {
    output: 'bound-above-the-newest',
    asked: { with: ['plotly>=99', 'rich'] },
    message: 'there is no plotly>=99: the newest is 7.1.0',
    hint: "ask for one that there is: --with 'plotly>=7,<8,rich', or leave it out: --with rich",
    reasons: ['only plotly<=7.1.0 is available'],
  },
  {
    output: 'library-bound-above-the-newest',
    asked: { libraries: ['pandas>=99'] },
    message: 'there is no pandas>=99: the newest is 3.1.1',
    hint: "ask for one that there is: --libraries 'pandas>=3,<4'",
    reasons: ['only pandas<=3.1.1 is available'],
  },
  {
    output: 'no-such-version',
    asked: { with: ['plotly==6.99.0'] },
    message: 'there is no plotly==6.99.0',
    hint: "allow other versions of plotly: --with plotly, or leave it out: --with ''",
    reasons: ['there is no version of plotly==6.99.0'],
  },
  {
    output: 'bounds-that-exclude-each-other',
    asked: { with: ['plotly>=6.0.0rc0,<6.0.0'] },
    message: 'no version of plotly is both >=6.0.0rc0 and <6.0.0',
    hint: "allow other versions of plotly: --with plotly, or leave it out: --with ''",
    reasons: ['the project asks for plotly>=6.0.0rc0 and plotly<6.0.0'],
  },
  {
    output: 'the-apps-own-library',
    asked: { with: ['fastapi==0.0.1'] },
    message: 'no version of fastapi is both >=0.165 and ==0.0.1',
    hint: "allow other versions of fastapi: --with fastapi, or leave it out: --with ''",
    reasons: ['the project asks for fastapi>=0.165 and fastapi==0.0.1'],
  },
  {
    output: 'dependency-of-one-release',
    asked: { with: ['tensorflow==2.16.1'] },
    python: '3.12',
    message: "tensorflow==2.16.1 and numpy>=2.0 don't fit together",
    hint: "allow other versions of tensorflow: --with tensorflow, or leave tensorflow out: --with ''",
    reasons: [
      'tensorflow==2.16.1 depends on numpy>=1.26.0,<2.0.0',
      'the project asks for numpy>=2.0 and tensorflow==2.16.1',
    ],
  },
  {
    output: 'dependency-behind-old-releases',
    asked: { libraries: ['numpy', 'scikit-learn'], with: ['numba<0.58'] },
    python: '3.11',
    message: "numba<0.58 and numpy>=2.0 don't fit together",
    hint: "allow other versions of numba: --with numba, or leave numba out: --with ''",
    reasons: [
      'numba>=0.57.0rc1,<=0.57.1 depends on numpy>=1.21,<1.25',
      'other releases of numba have no usable wheels',
      'the project asks for numba<0.58 and numpy>=2.0',
    ],
  },
  {
    output: 'many-old-releases',
    asked: { libraries: ['numpy>=2.3', 'scipy'], with: ['numba<0.62'] },
    python: '3.12',
    message: "numba<0.62 and numpy>=2.3 don't fit together",
    hint: "allow other versions of numpy: --libraries numpy,scipy, or allow other versions of numba: --with numba, or leave numba out: --with ''",
    reasons: [
      'numba>=0.61.1rc1,<=0.61.2 depends on numpy>=1.24,<2.3',
      'other releases of numba have no usable wheels',
      'the project asks for numba<0.62 and numpy>=2.3',
    ],
  },
  {
    output: 'long-chain',
    asked: { libraries: ['numpy', 'pandas'], with: ['ydata-profiling'] },
    python: '3.14',
    message: "ydata-profiling, numpy>=2.0 and pandas>=2.2 don't fit together",
    hint: "take an older Python: --python 3.13, or leave ydata-profiling out: --with ''",
    reasons: [
      'ydata-profiling>=4.16.0 depends on matplotlib>=3.5,<=3.10',
      'ydata-profiling>=4.10.0,<=4.17.0 depends on numpy>=1.16.0,<2.2',
      'numpy>=2.0.0,<=2.1.3 has no usable wheels',
      'matplotlib>=3.5.0,<=3.10.0 has no usable wheels',
      'the project asks for numpy>=2.0, pandas>=2.2 and ydata-profiling',
    ],
  },
  {
    output: 'chain-of-two-libraries',
    asked: { libraries: ['pandas>=3'], with: ['pandas-profiling'] },
    message: "pandas-profiling, numpy>=2.0 and pandas>=3 don't fit together",
    hint: "allow other versions of pandas: --libraries pandas, or leave pandas-profiling out: --with ''",
    reasons: [
      'ydata-profiling>=4.18.0 depends on pandas>1.5,<3.0',
      'pandas-profiling>=3.6.4 depends on ydata-profiling',
      'ydata-profiling<=4.5.1 depends on numpy>=1.16.0,<1.24',
      'pandas-profiling>=3.3.0,<=3.6.3 depends on numpy>=1.16.0,<1.24',
      'the project asks for numpy>=2.0, pandas>=3 and pandas-profiling',
    ],
  },
  {
    output: 'needs-newer-python',
    asked: { libraries: ['numpy', 'scipy>=1.18'] },
    python: '3.11',
    message: 'scipy>=1.18.0 needs Python 3.12 or newer, and this project has 3.11',
    hint: 'take that: --python 3.13, or allow other versions of scipy: --libraries numpy,scipy',
    reasons: ['scipy>=1.18.0 depends on Python>=3.12'],
  },
  {
    output: 'wheels-for-older-pythons',
    asked: { with: ['tensorflow<2.17'] },
    message: 'tensorflow<2.17 has no wheel that fits Python 3.13',
    hint: "take an older Python: --python 3.12, or allow other versions of tensorflow: --with tensorflow, or leave it out: --with ''",
    reasons: ['tensorflow<=2.16.2 has no wheels for this Python'],
  },
  {
    output: 'no-wheel-for-this-python',
    asked: { libraries: ['numpy<2.1', 'scipy>=1.17'] },
    message: 'numpy>=2.0,<2.1 has no wheel that fits Python 3.13',
    hint: "take an older Python: --python 3.12, or allow other versions of numpy: --libraries 'numpy,scipy>=1.17', or leave it out: --libraries 'scipy>=1.17'",
    reasons: ['numpy>=2.0.0,<=2.0.2 has no usable wheels'],
  },
  {
    output: 'no-wheel-of-a-prerelease',
    asked: { with: ['aiohttp>=3.99'] },
    message: 'aiohttp>=3.99 has no wheel that fits Python 3.13',
    hint: "take an older Python: --python 3.12, or allow other versions of aiohttp: --with aiohttp, or leave it out: --with ''",
    reasons: ['aiohttp>=4.0.0a0 has no usable wheels'],
  },
  {
    output: 'source-only',
    asked: { with: ['pyspark'] },
    message: 'pyspark has no wheel that fits Python 3.13',
    hint: "leave it out: --with '', or compile it yourself: no wheel is made here",
    reasons: ['pyspark has no usable wheels'],
  },
  {
    output: 'no-wheel-for-arm64',
    asked: { with: ['mkl>=2024'] },
    message: 'mkl>=2024 has no wheel for arm64',
    hint: "allow other versions of mkl: --with mkl, or leave it out: --with '', or take aarch64 out of required-environments in pyproject.toml, if it never runs there",
    reasons: ['mkl>=2024.0.0 has no wheels for arm64'],
  },
  {
    output: 'no-wheel-for-arm64-yanked',
    asked: { with: ['intel-openmp'] },
    message: 'intel-openmp has no wheel for arm64',
    hint: "leave it out: --with '', or take aarch64 out of required-environments in pyproject.toml, if it never runs there",
    reasons: ['the releases of intel-openmp have no wheels for arm64'],
  },
  {
    output: 'no-wheel-for-musl',
    asked: { base: 'alpine', with: ['tensorflow'] },
    message: 'h5py==3.14.0 has no wheel for the C library of alpine (musl)',
    hint: 'take a base with another one: --base python, or leave out what needs it',
    reasons: ['h5py==3.14.0 has no usable wheels'],
  },
];

describe('a refusal of uv is told in one sentence, with its reasons and what to type now', () => {
  it.each(CASES.map((one) => [one.output, one] as const))('%s', (output, { asked, python, message, hint, reasons }) => {
    const error = errorFor(output, project(asked, python));
    expect(error.message).toBe(`Locking failed: ${message}.`);
    expect(error.hint).toBe(hint);
    expect(error.lines).toEqual(['uv says:', ...reasons.map((reason) => `  ${reason}`)]);
    expect(error.exitCode).toBe(1);
  });

  it('in at most six lines, and without what uv concludes', () => {
    for (const { output, asked, python } of CASES) {
      const { lines } = errorFor(output, project(asked, python));
      expect(lines.length).toBeLessThanOrEqual(6);
      for (const line of lines) expect(line).not.toMatch(/conclude|unsatisfiable|demo:heavy/);
    }
  });

  it('as uv breaks its sentences where it thinks that it writes to a terminal, with a name broken at a hyphen', () => {
    const lines = [
      '#12 1.734   × No solution found when resolving dependencies:',
      '#12 1.734   ╰─▶ Because scikit-',
      '#12 1.734       lern was not found in the package registry and your project depends on',
      '#12 1.734       scikit-lern, we can conclude that your requirements are unsatisfiable.',
      '#12 ERROR: process did not complete successfully: exit code: 1',
    ];
    const resolution = resolutionIn(lines);
    expect(resolution?.facts).toEqual([
      { kind: 'unknown', name: 'scikit-lern' },
      { kind: 'asks', requirements: ['scikit-lern'] },
    ]);
  });

  const ON = 'your project depends on';
  it.each([
    [
      'pandsa is not',
      '  cause: Because pandsa was not found in the package registry and your project depends on pandsa>=2.',
    ],
    [
      'pandsa is not',
      `#12 1.7   ╰─▶ Because ${ON} numpy and pandsa was\n#12 1.7       not found in the package registry, we can`,
    ],
    [
      'pandsa is not',
      '  ╰─▶ Because pandsa was not found in the provided package\n      locations and you require pandsa',
    ],
    ['pandsa is not', `  ╰─▶ Because there are no versions of\n      pandsa and ${ON} pandsa, we can`],
    ['there is no numpy>=99', 'Because there are no versions of numpy>=99 and you require numpy>=99'],
    ['dlib has no wheel', `Because all versions of dlib have no usable wheels and ${ON} dlib, we can conclude`],
    [
      'numpy==1.20 has no wheel',
      `  ╰─▶ Because numpy==1.20.0 has no usable wheels and ${ON}\n      numpy==1.20, we can`,
    ],
    [
      'pywin32 has no wheel for arm64',
      'Because pywin32<=302 has no wheels with a matching Python version tag (e.g., `cp311`) and\n' +
        "And because pywin32>=303 has no `platform_machine == 'aarch64' and\n      sys_platform == 'linux'`-compatible wheels",
    ],
  ])('%s: as uv words and breaks it elsewhere', (what, said) => {
    const lines = ['  × No solution found when resolving dependencies:', ...said.split('\n')];
    expect(verdictOf(resolutionIn(lines) as never, project({ with: ['pandsa', 'dlib', 'pywin32'] })).what).toContain(
      what,
    );
  });

  it('also where the package stands for some machines only', () => {
    const lines = [
      'error: No solution found when resolving dependencies',
      "  cause: Because only tensorflow-cpu<=2.22.0 is available and demo:heavy depends on tensorflow-cpu{platform_machine == 'x86_64'}>=99, we can conclude that",
    ];
    const verdict = verdictOf(resolutionIn(lines) as never, project({ libraries: ['numpy', 'tensorflow>=99'] }));
    expect(verdict).toMatchObject({
      what: 'there is no tensorflow-cpu>=99: the newest is 2.22.0',
      hint: "ask for one that there is: --libraries 'numpy,tensorflow>=2,<3', or leave it out: --libraries numpy",
    });
  });

  it('also where uv finds a reason of a kind that nobody knows', () => {
    const lines = [
      'error: No solution found when resolving dependencies',
      '  cause: Because of the moon, we can conclude',
    ];
    expect(verdictOf(resolutionIn(lines) as never, project()).what).toBe('no versions of these libraries fit together');
  });

  it('names the package because of which another one is needed', () => {
    const said = (fact: string) => ['error: No solution found', `  cause: Because ${fact}`];
    const wish = project({ with: ['pandas-extras>=2'] });
    expect(
      verdictOf(
        resolutionIn(
          said(
            'htmlmin was not found in the package registry and pandas-extras==2.1 depends on htmlmin, we can conclude',
          ),
        ) as never,
        wish,
      ),
    ).toMatchObject({
      what: 'htmlmin, which pandas-extras needs, is not on the package index',
      hint: "allow other versions of pandas-extras: --with pandas-extras, or leave it out: --with ''",
    });
    expect(
      verdictOf(
        resolutionIn(
          said(
            'all versions of htmlmin have no usable wheels and pandas-extras==2.1 depends on htmlmin, we can conclude',
          ),
        ) as never,
        wish,
      ).what,
    ).toBe('htmlmin, which pandas-extras needs, has no wheel that fits Python 3.13');
  });
});

describe('an index that does not answer as it should is told from a misspelt name', () => {
  it.each([
    ['index-404', 'the package index has no fastapi, which every index has'],
    ['index-login-page', 'the package index has no fastapi, which every index has'],
    ['index-403', 'the server asks for credentials or refuses them'],
    ['index-401', 'the server asks for credentials or refuses them'],
    ['index-500', 'the package index answers with an error (500 Internal Server Error)'],
    ['index-garbage', 'the package index does not answer as a package index does'],
    ['index-half-an-answer', 'the package index does not answer as a package index does'],
    ['index-refused', "the package index can't be reached"],
    ['index-closes', "the package index can't be reached"],
    ['index-no-name', "the package index can't be reached"],
    ['index-no-tls', 'the package index does not speak HTTPS at its address'],
  ])('%s', (output, message) => {
    const error = errorFor(output);
    expect(error.message).toBe(`Locking failed: ${message}.`);
    expect(error.hint).not.toBe('');
    expect(error.hint).not.toContain('pyproject.toml');
  });

  it('and an index of its own by its name: its address holds no password', () => {
    const url = 'https://mirror.example.com/whl/cpu';
    const lines = outputOf('index-403').map((line) => line.replaceAll('***', url));
    expect(explain(lines, 'Locking', 'docker', [{ name: 'pytorch-cpu', url }])).toEqual({
      message: 'Locking failed: the index pytorch-cpu asks for credentials or refuses them.',
      hint: `check its address (${url}), and the user and password for it in ~/.netrc; --index pytorch-cpu=URL gives it another address; then repeat the command`,
    });
  });
});

describe('an extra that a package does not have', () => {
  it('is said once, as uv only warns of it', () => {
    const warning = '#10 0.411 warning: The package `plotly==7.1.0` does not have an extra named `nonsense`';
    expect(extraNotes(['#10 0.4 Resolved 28 packages in 550ms', warning, warning])).toEqual([
      'plotly 7.1.0 has no extra "nonsense": nothing was added for it.',
    ]);
  });
});
