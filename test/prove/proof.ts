import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { projectOf } from '../../generators/app/plan.ts';
import { curlLine } from '../../generators/engine/call.ts';
import { CommandLog, type CommandOptions, type CommandResult, run } from '../../generators/engine/command.ts';
import { buildStep, runArguments } from '../../generators/engine/container-arguments.ts';
import { explain, relevantLines } from '../../generators/engine/explanation.ts';
import { HEALTHY_WITHIN, LOOK_EVERY } from '../../generators/engine/health.ts';
import { portFrom } from '../../generators/engine/ports.ts';
import { networkArguments } from '../../generators/engine/secrets.ts';
import { answersFor, planFor } from '../combinations.ts';
import { BUILDING, cleanUp, docker, keepsPacked, unpackedSize } from '../engine/images.ts';
import { answersOf, type Image, optionsOf } from './image.ts';
import { needsOf } from './needs.ts';
import type { State } from './state.ts';
import type { Step, Verdict } from './verdict.ts';

/** By this everything is found that a run leaves in the engine: the names of images, commands of builds, a label of containers. */
const MARK = 'ml-docker-prove';
const LABEL = 'ml-docker.run=ml-docker-prove';
/** What every proven project is called: with one name, equal choices give equal files. */
const NAME = 'proof';
/** Raise it when the steps below change, so that what passed before is proven again. */
const FORMAT = 1;
/** How long the tests of a project may take, in milliseconds. */
const TESTS_WITHIN = 20 * 60_000;

/** Removes whatever this run, or one that was killed, has left in the engine. */
export function tidy(): void {
  cleanUp(MARK, LABEL);
}

/** What the proof of an image needs beside its choices. */
export interface Circumstances {
  /** Our command, a file for Node.js. */
  bin: string;
  /** The folder for the projects; that of one which passed is removed. */
  room: string;
  /** Other addresses for the indexes of the catalogue, by name. */
  addresses: ReadonlyMap<string, string>;
  state: State;
  signal: AbortSignal;
  /** Says what is being done right now. */
  show: (step: Step, detail?: string) => void;
}

/** A step that failed, and why. */
class Failure extends Error {
  readonly step: Step;

  constructor(step: Step, why: string) {
    super(why);
    this.step = step;
  }
}

/** What pytest says of what failed, else the lines that matter. */
function whyOf(result: CommandResult, task: string): string {
  const failed = result.lines.filter((line) => /^(FAILED|ERROR) /.test(line));
  if (failed.length > 0) return failed.slice(0, 8).join('\n');
  const message = explain(result.lines, task, 'docker')?.message ?? `${task} failed.`;
  return [message, ...relevantLines(result.lines, 8)].join('\n');
}

/** Everything that a verdict depends on: the project with its lock, and the images that it starts from. */
function keyOf(folder: string, image: Image, addresses: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256').update(`${FORMAT}`);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !relative(folder, file).startsWith('.ml-docker'));
  for (const file of files.sort()) {
    // The local index has another port each time, and the same files: a lock names these beside its pages.
    const text = [...addresses.values()].reduce(
      (all, url) => all.replaceAll(new URL(url).origin, ''),
      readFileSync(file, 'latin1'),
    );
    hash.update(JSON.stringify([relative(folder, file), text]));
  }
  for (const need of needsOf(image)) {
    if (need.kind === 'image') hash.update(docker('image', 'inspect', '--format', '{{.Id}}', need.image));
  }
  return hash.digest('hex');
}

/** The proof of one image: what its commands share. */
class Proof {
  readonly #image: Image;
  readonly #with: Circumstances;
  readonly #folder: string;
  readonly #log: CommandLog;

  constructor(image: Image, number: number, circumstances: Circumstances) {
    this.#image = image;
    this.#with = circumstances;
    const place = join(circumstances.room, String(number));
    rmSync(place, { recursive: true, force: true });
    mkdirSync(place, { recursive: true });
    this.#folder = join(place, NAME);
    this.#log = new CommandLog(join(place, 'log'));
  }

  get #place(): string {
    return join(this.#folder, '..');
  }

  get folder(): string {
    return this.#folder;
  }

  async #run(file: string, args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
    const { signal } = this.#with;
    const env = BUILDING as Record<string, string>;
    return run(file, args, { cwd: this.#folder, env, log: this.#log, signal, ...options });
  }

  async #must(step: Step, task: string, file: string, args: readonly string[], options?: CommandOptions) {
    const result = await this.#run(file, args, options);
    if (!result.ok) throw new Failure(step, whyOf(result, task));
    return result;
  }

  async #build(step: Step, target: string, output: readonly string[]): Promise<void> {
    const args = ['build', '--progress', 'plain', ...networkArguments(process.env), '--target', target, ...output, '.'];
    await this.#must(step, 'The build', 'docker', args, {
      onLine: (line) => {
        const doing = buildStep(line);
        if (doing) this.#with.show(step, doing);
      },
    });
  }

  /** Makes the project with the generator's own command, and locks it. */
  async generate(): Promise<void> {
    const { bin, addresses, show } = this.#with;
    show('generate');
    const indexes = [...addresses].flatMap(([name, url]) => ['--index', `${name}=${url}`]);
    const args = [bin, NAME, ...optionsOf(this.#image), ...indexes, '--yes'];
    await this.#must('generate', 'The generator', process.execPath, args, { cwd: this.#place });
    show('lock');
    await this.#build('lock', 'lock', ['--output', '.']);
  }

  key(): string {
    return keyOf(this.#folder, this.#image, this.#with.addresses);
  }

  /** A comment behind the commands that install: by it the large parts of the build cache are found and removed. It changes nothing. */
  #markDockerfile(): void {
    const file = join(this.#folder, 'Dockerfile');
    const text = readFileSync(file, 'utf8');
    const marked = text.replaceAll(/^( +sh \/docker\/install\.sh)$/gm, `$1 # ${MARK}`);
    if (marked === text)
      throw new Error('The generated Dockerfile has no line for docker/install.sh: make test/prove fit it');
    writeFileSync(file, marked);
  }

  /** Where the engine keeps layers packed as well, quickly: its own way takes longer than the build, and no packing takes twice the disk. */
  #tagged(tag: string): string[] {
    const store = `type=image,name=${tag},compression=zstd,compression-level=1,unpack=true`;
    return keepsPacked() ? ['--output', store] : ['--tag', tag];
  }

  /** Builds the target test and runs it; how many tests passed. */
  async test(): Promise<number> {
    const { show } = this.#with;
    const tag = `${MARK}:test`;
    this.#markDockerfile();
    show('test image');
    await this.#build('test image', 'test', this.#tagged(tag));
    show('tests');
    const args = ['run', '--rm', '--label', LABEL, '--read-only', '--tmpfs', '/tmp', tag];
    const { lines } = await this.#must('tests', 'The tests', 'docker', args, {
      timeout: TESTS_WITHIN,
      onLine: (line) => show('tests', line),
    });
    return Number(/(\d+) passed/.exec(lines.join('\n'))?.[1] ?? 0);
  }

  /** Builds the app's image, starts it as the generator does, and waits until it is healthy. */
  async start(): Promise<{ bytes: number; inside: string; container: string; url: string }> {
    const { show } = this.#with;
    const tag = `${MARK}:app`;
    show('app image');
    await this.#build('app image', this.#image.app, this.#tagged(tag));
    show('start');
    const given = answersOf(this.#image, NAME);
    const project = { ...projectOf(planFor(given), answersFor(given), this.#folder), image: tag, gpu: false };
    const port = await portFrom(project.app.port);
    const container = `${MARK}-app`;
    const args = runArguments('docker', project, { name: container, port, gpu: false, run: MARK });
    await this.#must('start', 'Starting the container', 'docker', args);
    const deadline = Date.now() + HEALTHY_WITHIN;
    for (;;) {
      const health = docker('inspect', '--format', '{{.State.Status}} {{.State.Health.Status}}', container);
      if (health === 'running healthy') break;
      if (!health.startsWith('running') || health.endsWith('unhealthy') || Date.now() > deadline) {
        const { lines } = await this.#run('docker', ['logs', container]);
        throw new Failure('start', [`It is ${health}, not healthy.`, ...lines.slice(-8)].join('\n'));
      }
      await pause(LOOK_EVERY, undefined, { signal: this.#with.signal });
    }
    const code =
      'import platform, sys; print(platform.freedesktop_os_release()["PRETTY_NAME"], "with Python", platform.python_version())';
    const { lines } = await this.#must('start', 'Asking Python', 'docker', ['exec', container, 'python', '-c', code]);
    return { bytes: unpackedSize(tag), inside: lines.at(-1) ?? '', container, url: `http://127.0.0.1:${port}` };
  }

  /** Pastes the call that the generator prints. */
  async predict(container: string, url: string): Promise<void> {
    this.#with.show('prediction');
    const call = curlLine(this.#image.app, url) as string;
    const { lines } = await this.#must('prediction', 'The call', 'sh', ['-c', call]);
    const answer = lines.find((line) => line.startsWith('{')) ?? '';
    if (/"species":\s*"Adelie"/.test(answer)) return;
    const said = await this.#run('docker', ['logs', container]);
    throw new Failure('prediction', [`It answers ${answer || lines.join(' ')}`, ...said.lines.slice(-8)].join('\n'));
  }

  async end(passed: boolean): Promise<void> {
    await this.#log.end();
    tidy();
    if (passed) rmSync(this.#place, { recursive: true, force: true });
  }
}

/**
 * Proves one image: generates its project, locks it, builds its tests and runs them inside, builds the app, starts it and asks it for a
 * prediction. What is made in the engine is removed in any case.
 * @param late no time is left to build: only what passed before is told.
 * @returns what became of it, and whether that was known already; undefined where it was not, and no time is left.
 * @throws the signal's reason, when the signal ends it.
 */
export async function prove(
  image: Image,
  number: number,
  circumstances: Circumstances,
  late: boolean,
): Promise<{ verdict: Verdict; known: boolean; folder: string } | undefined> {
  const started = performance.now();
  const proof = new Proof(image, number, circumstances);
  const { folder } = proof;
  const verdict: Verdict = {
    image,
    trainer: planFor(answersOf(image)).model,
    seconds: 0,
    date: new Date().toISOString().slice(0, 10),
  };
  let passed = false;
  try {
    await proof.generate();
    const key = proof.key();
    const before = circumstances.state.get(key);
    if (before) {
      passed = true;
      return { verdict: before, known: true, folder };
    }
    if (late) return undefined;
    verdict.tests = await proof.test();
    const { bytes, inside, container, url } = await proof.start();
    verdict.bytes = bytes;
    verdict.inside = inside;
    await proof.predict(container, url);
    passed = true;
    verdict.seconds = Math.round((performance.now() - started) / 1000);
    circumstances.state.keep(key, verdict);
  } catch (error) {
    circumstances.signal.throwIfAborted();
    if (!(error instanceof Failure)) throw error;
    verdict.failure = { step: error.step, why: error.message };
    verdict.seconds = Math.round((performance.now() - started) / 1000);
  } finally {
    await proof.end(passed);
  }
  return { verdict, known: false, folder };
}
