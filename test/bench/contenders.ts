import { appendFileSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'smol-toml';
import { build } from './engine.ts';
import type { Cost } from './measure.ts';

/** A project that is built again and again, in a folder of its own for each round. */
export interface Contender {
  /** Builds it under this tag, with nothing to start from but the base image. */
  cold: (tag: string) => Cost;
  /** Builds it under this tag with what earlier builds left. */
  again: (tag: string) => Cost;
  /** Changes a line of the app's code. */
  changeCode: (to: string) => void;
  /** Adds a library, and does what has to be done so that the project can be built again. */
  addLibrary: (name: string) => Cost;
}

/** Where the generated Dockerfile keeps uv's downloads between builds. */
const CACHE = '--mount=type=cache,target=/root/.cache/uv';

const API = (folder: string) => {
  const [name] = readdirSync(path.join(folder, 'src'));
  return path.join(folder, 'src', name as string, 'api.py');
};

function tag(name: string): string[] {
  return ['--tag', name];
}

/**
 * Our project as it was generated, but for a cache of downloads that is empty at first (BuildKit's --no-cache leaves such caches alone,
 * and pip in the other Dockerfile has none), and for marks by which the build's leftovers are found and removed.
 */
export function ours(generated: string, folder: string, mark: string): Contender {
  cpSync(generated, folder, { recursive: true });
  const dockerfile = path.join(folder, 'Dockerfile');
  const text = readFileSync(dockerfile, 'utf8');
  if (!text.includes(CACHE)) throw new Error(`The generated Dockerfile has no ${CACHE}: make test/bench fit it`);
  writeFileSync(
    dockerfile,
    text
      .replaceAll(CACHE, `${CACHE},id=${mark}-${path.basename(path.dirname(folder))}`)
      .replaceAll(/^( +sh \/docker\/\S+\.sh.*)$/gm, `$1 # ${mark}`),
  );
  return {
    cold: (name) => build(folder, '--no-cache', ...tag(name)),
    again: (name) => build(folder, ...tag(name)),
    changeCode: (to) => appendFileSync(API(folder), `\n# ${to}\n`),
    addLibrary: (name) => {
      const file = path.join(folder, 'pyproject.toml');
      writeFileSync(file, readFileSync(file, 'utf8').replace('\ndependencies = [', `\ndependencies = [\n  "${name}",`));
      return lock(folder);
    },
  };
}

/** Makes uv.lock in a project. */
export function lock(folder: string): Cost {
  return build(folder, '--target', 'lock', '--output', '.');
}

/** What a project asks for, in the versions of its lock: `numpy==2.5.1`. */
function pinned(folder: string): string[] {
  const project = parse(readFileSync(path.join(folder, 'pyproject.toml'), 'utf8')) as unknown as {
    project: { dependencies: string[] };
    'dependency-groups': { heavy: string[] };
  };
  const { package: packages } = parse(readFileSync(path.join(folder, 'uv.lock'), 'utf8')) as unknown as {
    package: { name: string; version: string }[];
  };
  return [...project['dependency-groups'].heavy, ...project.project.dependencies].map((requirement) => {
    const name = /^[\w.-]+/.exec(requirement)?.[0];
    return `${name}==${packages.find((one) => one.name === name)?.version}`;
  });
}

/**
 * The same app as somebody writes it who is new to Docker: everything is copied, then pip installs. The base image, the libraries, the
 * code, the training and the handling of a company's certificates are ours.
 */
export function beginners(generated: string, folder: string, mark: string): Contender {
  mkdirSync(folder, { recursive: true });
  for (const part of ['src', 'data']) cpSync(path.join(generated, part), path.join(folder, part), { recursive: true });
  const base = /^FROM (\S+) AS base$/m.exec(readFileSync(path.join(generated, 'Dockerfile'), 'utf8'))?.[1];
  const [name] = readdirSync(path.join(generated, 'src'));
  writeFileSync(path.join(folder, 'requirements.txt'), `${pinned(generated).join('\n')}\n`);
  writeFileSync(
    path.join(folder, 'Dockerfile'),
    `FROM ${base}
WORKDIR /app
COPY . .
RUN --mount=type=secret,id=ca --mount=type=secret,id=index_url \\
    if [ -s /run/secrets/ca ]; then export PIP_CERT=/run/secrets/ca; fi; \\
    if [ -s /run/secrets/index_url ]; then PIP_INDEX_URL=$(cat /run/secrets/index_url); export PIP_INDEX_URL; fi; \\
    pip install --no-cache-dir -r requirements.txt # ${mark}
ENV PYTHONPATH=/app/src
RUN python -m ${name} train # ${mark}
CMD ["uvicorn", "${name}.api:app", "--host", "0.0.0.0", "--port", "8000"]
`,
  );
  return {
    cold: (name) => build(folder, '--no-cache', ...tag(name)),
    again: (name) => build(folder, ...tag(name)),
    changeCode: (to) => appendFileSync(API(folder), `\n# ${to}\n`),
    addLibrary: (name) => {
      appendFileSync(path.join(folder, 'requirements.txt'), `${name}\n`);
      return { wall: 0 };
    },
  };
}
