import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkAnswers } from '../generators/app/answers.ts';
import { collect, type Request } from '../generators/app/collect.ts';
import { planOf } from '../generators/app/plan.ts';
import { Refusal } from '../generators/app/refusal.ts';
import { render } from '../generators/app/render.ts';
import { readVersions } from '../generators/app/versions.ts';
import { complaints, NO_PYTHON, pythonComplaints, shellComplaints } from './parsers.ts';

/** Names at which other generators ended with success and a file that no parser reads. */
const NAMES: readonly string[] = [
  'my project',
  'größe-日本',
  'it\'s "mine"',
  '../x',
  '$(touch x)',
  'two\nlines',
  '.hidden',
  'a;b',
  '{{7*7}}',
  '<%= 7*7 %>',
  '',
  'class',
  '123abc',
  '-rf',
  '\\"""',
  'x'.repeat(300),
  'numpy',
];
const CLI = path.resolve(import.meta.dirname, '..', 'dist', 'cli.js');
const VERSIONS = readVersions();

let home: string;
beforeAll(() => {
  home = mkdtempSync(path.join(tmpdir(), 'ml-docker-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Pieces that mean something to a shell, to TOML, YAML, JSON, Python, EJS, a Dockerfile, a path or a terminal. */
const SIGNS = `" ' \` $( $\{ ) } <%= %> {{ """ ''' \\ ; && | # ../ / ./ . .. ~ - -- _ * ? ! @ % , [ ] = >= == < &amp;`;
const WORDS = 'a B 7 demo numpy pandas torch class con 1.2 1!2 2.* 3 <4 ~=1 .dev0 FROM null __proto__';
const UNSEEN = [
  ' ',
  '\n',
  '\r',
  '\t',
  '\0',
  '\u202e',
  '\u200b',
  '\ufeff',
  '\u001b[31m',
  '\u2028',
  'İ',
  'ß',
  '日',
  '😀',
];
const piece = fc.constantFrom(...SIGNS.split(' '), ...WORDS.split(' '), ...UNSEEN);
const assembled = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
const anything = fc.oneof(assembled, fc.string({ unit: 'binary', maxLength: 80 }), fc.constantFrom(...NAMES));

/** Something that is nearly right, so that many of them are taken: words and what may stand between them. */
const nearly = fc
  .array(fc.tuple(fc.stringMatching(/^[a-zA-Z][a-z0-9]{0,7}$/), fc.constantFrom('-', '_', '/', '', '--', ' ')), {
    minLength: 1,
    maxLength: 4,
  })
  .map((words) => words.flat().join(''));
const library = fc.constantFrom(...'numpy pandas torch xgboost skops plotly Dask[array] a.b_c scikit_learn'.split(' '));
const clause = fc
  .tuple(
    fc.constantFrom('>=', '<', '==', '!=', '~=', '===', '', ' '),
    fc.constantFrom('3', '4.*', '99', '2.1rc1', '1!9', 'x', '1.0.dev0.*'),
  )
  .map((parts) => parts.join(''));
const requirements = fc
  .array(
    fc.tuple(library, fc.oneof({ weight: 3, arbitrary: fc.constant('') }, clause)).map((parts) => parts.join('')),
    { maxLength: 3 },
  )
  .map((list) => list.join(','));

/** An address of a package index that is nearly right. */
const address = fc
  .tuple(
    fc.constantFrom('https://', 'http://', 'ftp://', ''),
    fc.constantFrom('mirror.example.com', '[::1]:80', 'a'),
    assembled,
  )
  .map((parts) => `pytorch-cpu=${parts.join('')}`);

/** Makes a project in memory; a refusal has to be one short line a problem, without a stack trace. */
async function attempt(request: Omit<Request, 'cwd'>): Promise<ReadonlyMap<string, string> | 'refused'> {
  try {
    const { target, answers } = await collect({ cwd: home, ...request });
    expect(path.relative(home, target.folder)).not.toMatch(/^\.\.(\/|$)/);
    expect(checkAnswers({ ...answers }).problems).toEqual([]);
    const files = render(planOf(answers, VERSIONS));
    for (const file of files.keys()) expect(file).toMatch(/^[\w./-]+$/);
    return files;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    expect(error.exitCode).toBe(2);
    for (const line of error.message.split('\n')) {
      expect(line).toMatch(/^\P{Cc}{15,700}$/u);
      expect(line).not.toMatch(/^\s+at /);
    }
    return 'refused';
  }
}

/** Attempts a thousand; some have to be made and some refused, or the test would show nothing. */
async function attemptMany(requests: fc.Arbitrary<Omit<Request, 'cwd'>>): Promise<void> {
  const texts = new Map<string, string>(); // text -> file, as many projects share a text
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(requests, async (request) => {
      const made = await attempt(request);
      if (made === 'refused') refused += 1;
      else {
        const others = new Map([...made].filter(([, text]) => !texts.has(text)));
        expect(complaints(others)).toEqual([]);
        for (const [file, text] of others) texts.set(text, file);
      }
    }),
    // On CI the same thousand each time: it judges a change, not the day's luck. Elsewhere others each time.
    { numRuns: 1000, ...(process.env.CI ? { seed: 2026880998 } : {}) },
  );
  expect(refused).toBeGreaterThan(100);
  expect(refused).toBeLessThan(990);
  expect(readdirSync(home)).toEqual([]);
  const of = (ending: string) => [...texts].flatMap(([text, file]) => (file.endsWith(ending) ? [text] : []));
  expect(of('.sh').flatMap(shellComplaints)).toEqual([]);
  if (!NO_PYTHON) expect(pythonComplaints(of('.py').map((text) => [text, text]))).toEqual([]);
}

describe('no hostile input gives a project with a file that does not parse', () => {
  const CASES: Record<string, fc.Arbitrary<Omit<Request, 'cwd'>>> = {
    folders: fc.oneof(anything, nearly).map((folder) => ({ folder, flags: { yes: true } })),
    'names that are typed at the prompt': fc
      .oneof(anything, nearly)
      .map((name) => ({ flags: { base: 'ubuntu' }, ask: async () => ({ name }) })),
    'lists of --libraries': fc
      .oneof(anything, requirements)
      .map((libraries) => ({ folder: 'demo', flags: { yes: true, libraries } })),
    'lists of --with': fc
      .oneof(anything, requirements)
      .map((others) => ({ folder: 'demo', flags: { yes: true, with: others } })),
    'values of the other flags': fc
      .record(
        {
          base: fc.oneof(anything, fc.constantFrom('python', 'ubuntu', 'alpine')),
          python: fc.oneof(anything, fc.constantFrom('3.12', '3.13')),
          apps: fc.oneof(anything, fc.constantFrom('api', ' api,,api ')),
          libraries: fc.constantFrom('torch', 'numpy'),
          engine: fc.oneof(anything, fc.constantFrom('docker', 'local')),
          index: fc.oneof(anything, address, fc.constant('pytorch-cpu=https://mirror.example.com/cpu')),
        },
        { requiredKeys: [] },
      )
      .map((flags) => ({ folder: 'demo', flags: { ...flags, yes: true } })),
  };

  it.each(Object.entries(CASES))('in a thousand %s', (_, requests) => attemptMany(requests), 120_000);
});

describe('the command refuses', () => {
  function run(...args: string[]) {
    const cwd = mkdtempSync(path.join(home, 'run-'));
    mkdirSync(path.join(cwd, 'here'));
    const run = spawnSync(process.execPath, [CLI, ...args], {
      cwd: path.join(cwd, 'here'),
      input: '',
      encoding: 'utf8',
    });
    const left = readdirSync(cwd, { recursive: true });
    rmSync(cwd, { recursive: true });
    return { ...run, left };
  }

  beforeAll(() => {
    if (!existsSync(CLI)) throw new Error('There is no dist/cli.js. Make it: npm run build');
  });

  const CASES: string[][] = [
    ...NAMES.map((name) => [name, '--yes']),
    ['demo', '--yes', '--libraries', 'numpy>="2"'],
    ['demo', '--yes', '--with', "x'; touch y; '"],
    ['demo', '--yes', '--base', '<%= 7*7 %>'],
  ];

  it.each(CASES.map((args) => ({ args, shown: JSON.stringify(args).slice(0, 60) })))(
    '$shown with exit code 2, a line a problem, and nothing written',
    ({ args }) => {
      const { status, stdout, stderr, left } = run(...args);
      expect({ status, stdout, left }).toEqual({ status: 2, stdout: '', left: ['here'] });
      const lines = stderr.split('\n').slice(0, -1);
      expect(lines.length).toBe(args[0] === '-rf' ? 2 : 1); // -r and -f are two options that there are not
      for (const line of lines) expect(line).toMatch(/^ml-docker: .{15,700}$/);
    },
  );
});
