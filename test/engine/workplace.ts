import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { networkArguments } from '../../generators/engine/secrets.ts';
import { ENVIRONMENT } from './here.ts';

/** The bin, as it is published: `npm test` builds it first. */
const CLI = join(import.meta.dirname, '..', '..', 'dist', 'cli.js');

/** How a command ended, and all that it said. */
export interface Outcome {
  exitCode: number | undefined;
  output: string;
}

/** What differs from an ordinary run. */
export interface Circumstances {
  cwd?: string;
  /** Variables beside those of this process; undefined takes one away. */
  env?: NodeJS.ProcessEnv;
  /** Sends Ctrl-C as soon as this has been printed. */
  interruptAt?: string;
  /** Sees the output so far whenever there is more of it. */
  onOutput?: (output: string) => void;
}

/** Runs a command to its end; one that fails does not throw. Its output is standard output and standard error together. */
export async function run(file: string, args: readonly string[], circumstances: Circumstances = {}): Promise<Outcome> {
  const { cwd, env, interruptAt, onOutput } = circumstances;
  const child = execa(file, args, {
    ...(cwd ? { cwd } : {}),
    env: { ...ENVIRONMENT, ...env },
    extendEnv: false,
    stdin: 'ignore',
    all: true,
    reject: false,
  });
  let said = '';
  let interrupted = false;
  child.all.on('data', (data: Buffer) => {
    said += data.toString();
    onOutput?.(said);
    if (interruptAt && !interrupted && said.includes(interruptAt)) interrupted = child.kill('SIGINT');
  });
  const { exitCode, all } = await child;
  return { exitCode, output: all };
}

/** Runs a command that has to succeed, and returns its output. */
export async function succeed(file: string, args: readonly string[], circumstances?: Circumstances): Promise<string> {
  const { exitCode, output } = await run(file, args, circumstances);
  if (exitCode !== 0) throw new Error(`${[file, ...args].join(' ')} ended with ${exitCode}:\n${output}`);
  return output;
}

/** A folder for projects of one test file; what the tests make of them in the engine is removed with it. */
export class Workplace {
  #folder: string | undefined;
  readonly #names = new Set<string>();

  /** Made when it is first asked for: tests that are skipped leave nothing behind. */
  get folder(): string {
    this.#folder ??= mkdtempSync(join(tmpdir(), 'ml-docker-'));
    return this.#folder;
  }

  /** A name for a project that no other test run has: images and containers are called the same. */
  name(words: string): string {
    const name = `${words}-${process.pid}`;
    this.#names.add(name);
    return name;
  }

  project(name: string): string {
    return join(this.folder, name);
  }

  /** `ml-docker NAME ARGUMENT…` without a terminal, the rest of the answers being the defaults. */
  async mlDocker(name: string, args: readonly string[], circumstances: Circumstances = {}): Promise<Outcome> {
    if (!existsSync(CLI)) throw new Error(`${CLI} is missing: npm run build`);
    return run(process.execPath, [CLI, name, ...args, '--yes'], { cwd: this.folder, ...circumstances });
  }

  /** `docker build` in a project's folder, with what this machine's network asks for. */
  async build(name: string, args: readonly string[], circumstances: Circumstances = {}): Promise<Outcome> {
    const network = networkArguments({ ...ENVIRONMENT, ...circumstances.env });
    return run('docker', ['build', '--progress', 'plain', ...network, ...args, '.'], {
      cwd: this.project(name),
      ...circumstances,
    });
  }

  /** The containers of a project, running or not, by their ids. */
  async containers(name: string): Promise<string[]> {
    const both = await Promise.all(
      [`label=ml-docker.project=${name}`, `label=com.docker.compose.project=${name}`].map((label) =>
        succeed('docker', ['ps', '--all', '--quiet', '--filter', label]),
      ),
    );
    return both.flatMap((ids) => ids.split('\n')).filter(Boolean);
  }

  async cleanUp(): Promise<void> {
    for (const name of this.#names) {
      const containers = await this.containers(name);
      if (containers.length > 0) await run('docker', ['rm', '--force', '--volumes', ...containers]);
      // By name, and those that a later build has taken the name from by their label.
      const filters = [`reference=${name}`, `label=org.opencontainers.image.title=${name}`];
      for (const filter of filters) {
        const images = await succeed('docker', ['images', '--quiet', '--filter', filter]);
        if (images) await run('docker', ['rmi', '--force', ...new Set(images.split('\n'))]);
      }
    }
    if (this.#folder) rmSync(this.#folder, { recursive: true, force: true });
  }
}
