import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { validRange } from '@renovatebot/pep440';
import { validate } from 'dockerfile-utils';
import { parse as parseToml } from 'smol-toml';
import { parseAllDocuments } from 'yaml';
import { ENVIRONMENT } from './engine/here.ts';

/*
 * Whether a generated file is what its name says. Each function returns complaints, none when all is well: a test shows them all at once.
 */

/** What no generated text may hold: left-over template, a value that was missing, an escaped character, untidy white space. */
const LEFT_OVERS: Readonly<Record<string, RegExp>> = {
  'template syntax': /<%|%>/,
  'a missing value': /\bundefined\b|\[object /,
  'an HTML entity': /&(?:amp|lt|gt|quot|apos|nbsp|#\d+|#x[\da-f]+);/i,
  'white space at the end of a line': /[ \t]+$/m,
  'no single newline at its end': /(?:[^\n]|\n\n|^\n)$/,
  'a carriage return': /\r/,
};

export function leftOvers(text: string): string[] {
  if (text === '') return [];
  return Object.entries(LEFT_OVERS).flatMap(([what, pattern]) => (pattern.test(text) ? [what] : []));
}

function complaintOf(read: () => unknown): string[] {
  try {
    read();
    return [];
  } catch (error) {
    return [(error as Error).message.split('\n')[0] as string];
  }
}

function yamlComplaints(text: string): string[] {
  return parseAllDocuments(text).flatMap((document) =>
    [...document.errors, ...document.warnings].map(({ message }) => message.split('\n')[0] as string),
  );
}

function dockerfileComplaints(text: string): string[] {
  return validate(text).map(({ message, range }) => `line ${range.start.line + 1}: ${message}`);
}

const REQUIREMENT =
  /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\[[\w.,-]+\])?((?:[<>=!~]=?=?[^,;]+,?)*)(?:; platform_machine [!=]= 'x86_64')?$/;

/** The three lists of requirements in a pyproject.toml. */
export function requirementsOf(text: string): string[] {
  const { project, 'dependency-groups': groups } = parseToml(text) as {
    project: { dependencies: string[] };
    'dependency-groups': Record<string, string[]>;
  };
  return [...project.dependencies, ...Object.values(groups).flat()];
}

function pyprojectComplaints(text: string): string[] {
  return requirementsOf(text).filter((requirement) => {
    const specifier = REQUIREMENT.exec(requirement)?.[1];
    return specifier === undefined || (specifier !== '' && !validRange(specifier));
  });
}

/** How to read a file, by its name: the first that fits. Python and shell files are read by their own interpreters, all at once. */
const READERS: readonly [RegExp, (text: string) => string[]][] = [
  [/pyproject\.toml$/, (text) => [...complaintOf(() => parseToml(text)), ...pyprojectComplaints(text)]],
  [/\.toml$/, (text) => complaintOf(() => parseToml(text))],
  [/\.ya?ml$/, yamlComplaints],
  [/\.json$/, (text) => complaintOf(() => JSON.parse(text))],
  [/(^|\/)Dockerfile$/, dockerfileComplaints],
];

/** What the parser of its format says about a file. */
export function unreadable(file: string, text: string): string[] {
  return READERS.find(([pattern]) => pattern.test(file))?.[1](text) ?? [];
}

/** Everything that is wrong with the files of a project, as 'path: what'; Python and shell apart. */
export function complaints(files: ReadonlyMap<string, string>): string[] {
  return [...files].flatMap(([file, text]) =>
    [...leftOvers(text), ...unreadable(file, text)].map((what) => `${file}: ${what}`),
  );
}

const PARSE_ALL = `
import ast, json, sys
for name, text in json.load(sys.stdin):
    try:
        ast.parse(text, name)
    except (SyntaxError, ValueError) as problem:
        print(name, problem)
`;

/** Why Python files can't be checked here; undefined where they can. */
export const NO_PYTHON: string | undefined =
  spawnSync('python3', ['--version']).status === 0 ? undefined : 'there is no python3 on this machine';

/** What Python's own parser says about many files, in one process. */
export function pythonComplaints(files: readonly (readonly [name: string, text: string])[]): string[] {
  const output = execFileSync('python3', ['-c', PARSE_ALL], { input: JSON.stringify(files), encoding: 'utf8' });
  return output.split('\n').filter((line) => line !== '');
}

/** What the shell says about a script, without running it. */
export function shellComplaints(text: string): string[] {
  const { stderr } = spawnSync('sh', ['-n'], { input: text, encoding: 'utf8' });
  return stderr.split('\n').filter((line) => line !== '');
}

/**
 * What the container engine's own check says about a Dockerfile. An empty folder takes the place of every image, as the check
 * reads none of their files: so nothing is pulled.
 */
export function buildCheckComplaints(dockerfile: string): string[] {
  const empty = mkdtempSync(path.join(tmpdir(), 'ml-docker-'));
  try {
    const images = [...dockerfile.matchAll(/^FROM (\S+[:/]\S+)/gm)].map(([, image]) => image);
    const contexts = images.flatMap((image) => ['--build-context', `${image}=${empty}`]);
    const { status, stdout, stderr } = spawnSync('docker', ['build', '--check', ...contexts, '--file', '-', empty], {
      input: dockerfile,
      encoding: 'utf8',
      env: ENVIRONMENT,
    });
    return status === 0 && !stdout.includes('WARNING') ? [] : [`${stdout}${stderr}`];
  } finally {
    rmSync(empty, { recursive: true, force: true });
  }
}
