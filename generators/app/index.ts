import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { clearFileState, isFilePending } from 'mem-fs-editor/state';
import Generator, { type BaseOptions } from 'yeoman-generator';
import type { EngineError } from '../engine/failure.ts';
import type { EngineName } from '../engine/project.ts';
import { CANCELLING, pasted } from '../shell.ts';
import { agree, filesBefore } from './agreement.ts';
import { type CommandLine, readArguments, verbIn } from './argv.ts';
import type { Asked } from './asked.ts';
import { Cancelled, cancellable, isAbort } from './cancel.ts';
import { type Collected, collect } from './collect.ts';
import { callerOf } from './command.ts';
import { compare, obstacles, unused } from './compare.ts';
import { headingStyle } from './heading.ts';
import { helpFor } from './help.ts';
import { nearest } from './nearest.ts';
import { warnOfAge } from './notice.ts';
import { type Flags, OPTIONS, type Option } from './options.ts';
import { type Plan, planOf, projectOf } from './plan.ts';
import { fileProblem, Refusal } from './refusal.ts';
import { render } from './render.ts';
import { finishMove, type Kept, type StagedFile, writeProject } from './staging.ts';
import { deliveredLines, dryRunLines, failureLines, nextLines, writtenLines } from './summary.ts';
import { STORAGE } from './target.ts';
import { readVersions } from './versions.ts';
import { columnsOf, wrap } from './wrap.ts';

/** Flags that Yeoman itself knows, or makes of others. */
const YEOMANS_OWN: readonly string[] = ['help', 'version', 'force', 'dry-run', 'no-gpu'];

/** Options of Yeoman's that look like ours. */
const YEOMANS_OTHERS: readonly string[] = ['dryRun', 'bail'];

/** The Yeoman generator: asks, plans, writes, and hands over to the engine. It decides nothing. */
export default class MlDockerGenerator extends Generator<Record<string, unknown>, BaseOptions & Flags> {
  #collected!: Collected;
  #plan!: Plan;
  #written: readonly string[] = [];

  constructor(args: string[], options: BaseOptions & Flags) {
    // Nothing is kept outside of the project; the home folder, where Yeoman would look, may not even be readable.
    super(args, { ...options, localConfigOnly: true } as BaseOptions & Flags);
    // No package manager is to run, and the commit is our own: all files or none.
    this.setFeatures({ customInstallTask: true, customCommitTask: () => this._commit() });
    // It would name the step of Yeoman in which something was refused: the refusal says more. Where only help is wanted there is none.
    if (this.log) this.log.error = () => this.log;
    this.argument('folder', { type: String, required: false, description: 'where the project goes' });
    for (const option of OPTIONS.filter(({ name }) => !YEOMANS_OWN.includes(name)) as readonly Option[]) {
      this.option(option.name, {
        type: option.type === 'string' ? String : Boolean,
        description: option.description,
        ...(option.short && { alias: option.short }),
      });
    }
  }

  /** Yeoman would take it from a package.json around the project, and give up at one that is broken. */
  override determineAppname(): string {
    return 'ml-docker';
  }

  override help(): string {
    return helpFor('yo ml-docker', verbIn(this.args));
  }

  /** yo comes here for every verb: what is no project is done at once, and nothing follows. */
  async initializing(): Promise<void> {
    if ('collected' in this.options) return; // the own bin, which knows its verbs
    const { verb, flags } = this._commandLine();
    if (verb === 'new') return;
    const { list } = await import('../list/command.ts');
    list(flags);
    this.cancelCancellableTasks();
    this.setFeatures({ customCommitTask: () => undefined }); // the one task that can't be cancelled
  }

  async prompting(): Promise<void> {
    // Yeoman hears of Ctrl-C at a prompt before this generator does, and yo ends with what it hears.
    (this.env as unknown as NodeJS.EventEmitter).prependListener('error', (error: Error) => {
      const { message, name, code } = new Cancelled();
      if (isAbort(error)) Object.assign(error, { message, name, code });
    });
    const { collected } = this.options as { collected?: Collected };
    this.#collected =
      collected ?? // the own bin has asked already, before Yeoman was there
      (await collect({
        ...this._commandLine(),
        cwd: this.env.cwd,
        tell: (line) => this._print([wrap(line, columnsOf(process.stdout), 2)]),
        ...(this._terminal() && { ask: (questions) => cancellable(this.prompt<Asked>(questions as never)) }),
      }));
    warnOfAge();
    this.#plan = planOf(this.#collected.answers, readVersions());
  }

  writing(): void {
    const { target, answers } = this.#collected;
    const files = render(this.#plan);
    const blocked = obstacles(target.folder, files.keys());
    if (blocked.length > 0) {
      throw new Refusal(
        blocked.map(
          (one) => `${path.join(target.folder, one)} is a file where the project needs a folder. Move it away`,
        ),
      );
    }
    if (!this.options['dry-run']) this._try(() => finishMove(target.folder));
    for (const [file, text] of files) this.fs.write(path.join(target.folder, file), text);
    this.createStorage(path.join(target.folder, STORAGE.file), STORAGE.key).set({ ...answers });
  }

  /** What Yeoman made of the command line, checked as the own bin checks it; of options that are not ours those that look like it. */
  _commandLine(): CommandLine {
    const ours = OPTIONS.map(({ name }) => name as string);
    const others = Object.keys(this.options).filter(
      (name) => name.length > 1 && !YEOMANS_OTHERS.includes(name) && !ours.includes(name) && nearest(name, ours),
    );
    const flags = [...ours, ...others].flatMap((name) => {
      const given: unknown = (this.options as Record<string, unknown>)[name];
      if (name === 'gpu' && given === false) return ['--no-gpu'];
      if (given === undefined || given === false) return [];
      // Yeoman makes "true" of an option that wants a text and has none.
      return [given].flat().map((value) => (String(value) === 'true' ? `--${name}` : `--${name}=${value}`));
    });
    return readArguments([...flags, '--', ...this.args]);
  }

  _terminal(): boolean {
    return Boolean(process.stdin.isTTY && process.stdout.isTTY);
  }

  /** Yeoman's commit: takes what is pending in memory, asks about what differs, and writes all of it or nothing. */
  async _commit(): Promise<void> {
    const { folder } = this.#collected.target;
    const files = this._pending();
    const before = filesBefore(this.#collected);
    const differences = compare(folder, files, before);
    const left = unused(folder, files, before);
    if (this.options['dry-run']) return this._print(dryRunLines(this.#collected, differences, left));
    const agreed = await agree(files, differences, {
      target: this.#collected.target,
      force: Boolean(this.options.force),
      ...(this._terminal() && { adapter: this.env.adapter }),
    });
    const kept = agreed.length > 0 ? await this._writeAll(agreed) : [];
    this.#written = agreed.map((file) => file.path);
    const replaced = kept.filter((one) => one.path !== STORAGE.file && differences.get(one.path) !== 'outdated');
    this._print(writtenLines(this.#collected, this.#written, differences, replaced, left));
  }

  /** Says as a sentence what the file system refuses. */
  _try<Result>(write: () => Result): Result {
    try {
      return write();
    } catch (error) {
      throw new Refusal(fileProblem(error as NodeJS.ErrnoException, this.#collected.target.folder), 1);
    }
  }

  /** All files or none. A signal that comes meanwhile is served when all of them are there. */
  async _writeAll(files: StagedFile[]): Promise<Kept[]> {
    const { folder } = this.#collected.target;
    let cancelled = false;
    const cancel = () => {
      cancelled = true;
    };
    for (const signal of CANCELLING) process.on(signal, cancel);
    let kept: Kept[] = [];
    try {
      kept = this._try(() => writeProject(folder, files));
      await nextTurn();
    } finally {
      for (const signal of CANCELLING) process.off(signal, cancel);
    }
    if (cancelled) throw new Refusal(`Cancelled when all files were there already: see ${folder}`, 130);
    return kept;
  }

  /** Builds and runs what was written, where that was asked for; else says how. */
  async end(): Promise<void> {
    const { delivery, target, ceiling } = this.#collected;
    if (this.options['dry-run']) return;
    if (delivery === 'files') return this._print(['', ...nextLines(this.#collected, this.#plan, this._caller())]);
    this._print(['']);
    const { deliver } = await import('../engine/deliver.ts');
    try {
      const delivered = await deliver({
        project: projectOf(this.#plan, this.#collected.answers, target.folder),
        build: delivery === 'build' || Boolean(this.options.build),
        run: delivery === 'run',
        relock: this.#written.includes('pyproject.toml'),
        ...(this.options.engine !== undefined && { engine: this.options.engine as EngineName }),
        ...(ceiling && { ceiling }),
        output: process.stdout,
      });
      const wanted = [
        ...(this.options.engine === undefined ? [] : [` --engine ${this.options.engine}`]),
        ...(ceiling ? [` --max-size ${pasted(ceiling.typed)}`] : []),
      ].join('');
      this._print(['', ...deliveredLines(delivered, this.#collected, this._caller(), wanted)]);
    } catch (error) {
      if ((error as Error).name !== 'EngineError') throw error;
      throw new Refusal(failureLines(error as EngineError), (error as EngineError).exitCode);
    }
  }

  _caller(): string {
    return callerOf(process.env, !('collected' in this.options));
  }

  /** The files in Yeoman's memory that are to be written; there they count as done. */
  _pending(): StagedFile[] {
    const { folder } = this.#collected.target;
    const pending: StagedFile[] = [];
    this.env.sharedFs.each((file: { path: string; contents?: Buffer | null }) => {
      if (!isFilePending(file as never) || !file.contents) return;
      clearFileState(file as never);
      pending.push({ path: path.relative(folder, file.path).split(path.sep).join('/'), contents: file.contents });
    });
    return pending;
  }

  /** Prints lines; headings are bold in a terminal. */
  _print(lines: readonly string[]): void {
    const bold = headingStyle(process.stdout);
    const shown = lines.map((line) => (/^\S.*:$|^Created /.test(line) ? bold(line) : line));
    process.stdout.write(`${shown.join('\n')}\n`);
  }
}
