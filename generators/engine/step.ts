import { type CommandLog, type CommandOptions, type CommandResult, run } from './command.ts';
import type { Ground } from './cost.ts';
import { explain, relevantLines } from './explanation.ts';
import { EngineError } from './failure.ts';
import type { EngineName, Project } from './project.ts';
import { resolutionIn } from './resolution.ts';
import { verdictOf } from './verdict.ts';

/** One thing that is done, with a line of its own on the screen. */
export interface Step {
  /** What is done, as an order: 'Build the image demo'. At most 50 characters. */
  title: string;
  /** The name of its log, without folder and ending. */
  log: string;
  work: (bench: Bench) => Promise<void>;
}

/** Where a project that runs can be reached, and how it is stopped. */
export interface Running {
  url: string;
  /** A call that gets a prediction when pasted; undefined for an app without one. */
  curl: string | undefined;
  stop: string;
  remove: string;
  logs: string;
}

/** What comes out of a build. */
export type Made = 'image' | 'environment';

/** A place where a project is locked, built and run. */
export interface Engine {
  name: EngineName;
  makes: Made;
  /** The command that removes what was built. */
  remove: string;
  lock: readonly Step[];
  build: readonly Step[];
  run: readonly Step[];
  /** What the libraries are going to be put on; asked when the lock is there. */
  ground(bench: Bench): Promise<Ground>;
  /** What was built weighs, in bytes; undefined where that can't be told. */
  weight(bench: Bench): Promise<number | undefined>;
  /** What runs now; undefined before `run` is done. */
  running(): Running | undefined;
  /** Takes back what `run` has started, after a failure or Ctrl-C. Where that can't be done: the command to do it later. */
  undo(): Promise<string | undefined>;
}

/** What a step works with: it runs commands, shows what they do, and keeps their output. */
export interface Bench {
  project: Project;
  log: CommandLog;
  signal: AbortSignal;
  /** Shows what is being done right now. */
  show(text: string): void;
  /** Keeps a line for the end. */
  note(text: string): void;
  /** Runs a command in the project's folder, its output into the step's log. */
  run(file: string, args: readonly string[], options?: CommandOptions): Promise<CommandResult>;
}

/**
 * The error for a command that failed, with its cause and the lines that matter: of a refusal of uv its reasons, else the command's last.
 */
export function failed(bench: Bench, lines: readonly string[], task: string, tool: string): EngineError {
  const { project, log } = bench;
  const known = explain(lines, task, tool, project.asked.indexes);
  const resolution = known ? undefined : resolutionIn(lines);
  if (resolution) {
    const { what, hint, reasons } = verdictOf(resolution, project);
    const told = ['uv says:', ...reasons.map((reason) => `  ${reason}`)];
    return new EngineError(`${task} failed: ${what}.`, hint, 1, { log: log.file, lines: told });
  }
  const { message, hint } = known ?? { message: `${task} failed.`, hint: '' };
  return new EngineError(message, hint, 1, { log: log.file, lines: relevantLines(lines) });
}

/** A bench whose commands run in the project's folder. */
export function benchOf(
  project: Project,
  log: CommandLog,
  signal: AbortSignal,
  show: Bench['show'],
  note: Bench['note'],
): Bench {
  return {
    project,
    log,
    signal,
    show,
    note,
    run: (file, args, options) => run(file, args, { cwd: project.folder, log, signal, ...options }),
  };
}
