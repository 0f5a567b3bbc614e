import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { run } from '../../engine/command.ts';
import type { Bench } from '../../engine/step.ts';
import { findUv } from '../../engine/uv.ts';
import type { OtherIndex } from '../variants.ts';
import type { Platform } from '../wheels.ts';
import { type Release, releasesIn } from './releases.ts';

/** The newest libc that uv is told of, by platform: manylinux_2_28 is what Debian 10 and RHEL 8 have. */
const TARGETS: Record<Platform, string> = {
  'glibc x86_64': 'x86_64-manylinux_2_28',
  'glibc aarch64': 'aarch64-manylinux_2_28',
  'musl x86_64': 'x86_64-unknown-linux-musl',
  'musl aarch64': 'aarch64-unknown-linux-musl',
};

/** How often uv asks again where nothing answers. */
const RETRIES = '2';

/** What is asked: requirements, and where they have to fit. */
export interface Query {
  requirements: readonly string[];
  python: string;
  /** Every platform at once when left out: then any wheel will do. */
  platform?: Platform;
  /** Only these, not what they need. */
  alone?: true;
  /** Releases that have no wheel count as well. */
  anyFile?: true;
  /** Other indexes, each for these packages. */
  indexes?: readonly OtherIndex[];
}

/** The releases that fit; or none do, and what uv says of it. */
export type Resolution = { releases: readonly Release[] } | { no: string };

/** The package index does not answer, or not as an index does. */
export class IndexError extends Error {
  constructor(why: string) {
    super(`The package index does not answer: ${why}`);
    this.name = 'IndexError';
  }
}

/** uv's own line for what went wrong: the innermost cause says most. */
function causeIn(said: string): string {
  const lines = said.split('\n').map((line) => line.trim());
  const causes = lines.filter((line) => /^cause:/.test(line)).map((line) => line.replace(/^cause: /, ''));
  return [lines.find((line) => /^error:/.test(line))?.replace(/^error: /, ''), causes.at(-1)]
    .filter(Boolean)
    .join(': ')
    .slice(0, 300);
}

/** A project that takes some packages from other indexes, and everything else from the usual one. */
function projectWith({ requirements, indexes = [], python }: Query): string {
  const text = (value: string) => JSON.stringify(value);
  return [
    '[project]',
    'name = "asked"',
    'version = "0"',
    `requires-python = ">=${python}"`,
    `dependencies = [${requirements.map(text).join(', ')}]`,
    ...indexes.flatMap(({ name, url }) => [
      '[[tool.uv.index]]',
      `name = ${text(name)}`,
      `url = ${text(url)}`,
      'explicit = true',
    ]),
    '[tool.uv.sources]',
    ...indexes.flatMap(({ name, packages }) => packages.map((one) => `${one} = { index = ${text(name)} }`)),
    '',
  ].join('\n');
}

/** Asks uv what fits, at most four at a time. */
export class Resolver {
  readonly uv: string;
  readonly version: string;
  #free = 4;
  readonly #waiting: (() => void)[] = [];

  private constructor(uv: string, version: string) {
    this.uv = uv;
    this.version = version;
  }

  /**
   * A resolver whose index answers; uv is fetched where it is missing.
   * @throws IndexError when the index does not answer.
   */
  static async open(): Promise<Resolver> {
    const unattended = {
      show: () => {},
      note: () => {},
      run: (file: string, args: readonly string[]) => run(file, args),
    };
    const uv = await findUv(unattended as unknown as Bench);
    const { stdout } = await execa(uv, ['--version']);
    const resolver = new Resolver(uv, /\d+(\.\d+)+/.exec(stdout)?.[0] ?? stdout);
    const asked = await resolver.resolve({ requirements: ['six'], python: '3.13' });
    if ('no' in asked || !asked.releases.some(({ name }) => name === 'six')) {
      throw new IndexError('it has no wheel of the package six, which every index has');
    }
    return resolver;
  }

  /**
   * What fits, from wheels alone; prereleases as a project gets them: only where a package has nothing else for that Python.
   * @throws IndexError when the index does not answer, or does not know a package at all.
   */
  async resolve(query: Query): Promise<Resolution> {
    if (this.#free === 0) await new Promise<void>((free) => this.#waiting.push(free));
    else this.#free -= 1;
    try {
      return await this.#ask(query);
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    }
  }

  async #ask(query: Query): Promise<Resolution> {
    const { requirements, python, platform, alone, anyFile, indexes = [] } = query;
    const folder = indexes.length > 0 && (await mkdtemp(join(tmpdir(), 'ml-docker-catalog-')));
    try {
      const source = folder ? join(folder, 'pyproject.toml') : '-';
      if (folder) await writeFile(source, projectWith(query));
      const args = ['pip', 'compile', '--quiet', '--no-header', '--format', 'pylock.toml'];
      const result = await execa(
        this.uv,
        [
          ...args,
          ...(anyFile ? [] : ['--only-binary', ':all:']),
          ...(alone ? ['--no-deps'] : []),
          ...(platform ? ['--python-platform', TARGETS[platform]] : ['--universal']),
          ...['--python-version', python, source],
        ],
        {
          ...(!folder && { input: `${requirements.join('\n')}\n` }),
          cwd: folder || tmpdir(), // where no project has settings; those of a person, such as a mirror, count on purpose
          env: { UV_PYTHON_DOWNLOADS: 'never', UV_HTTP_RETRIES: RETRIES, NO_COLOR: '1' },
          reject: false,
        },
      );
      if (result.exitCode === 0) return { releases: releasesIn(result.stdout) };
      const said = String(result.stderr);
      const unknown = /(\S+) was not found in the package registry/.exec(said);
      if (unknown) throw new IndexError(`it does not know the package ${unknown[1]}, or does not hand it out`);
      if (/No solution found/.test(said) && !/HTTP status|Failed to fetch/.test(said)) return { no: said };
      throw new IndexError(causeIn(said) || String(result.message ?? 'uv ended without a word').slice(0, 300));
    } finally {
      if (folder) await rm(folder, { recursive: true, force: true });
    }
  }
}
