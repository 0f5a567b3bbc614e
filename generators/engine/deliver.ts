import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { librariesOf } from '../app/chosen.ts';
import { CANCELLING } from '../shell.ts';
import { type Ceiling, refuseCost, refuseWeight } from './ceiling.ts';
import { CommandLog } from './command.ts';
import { containerEngine } from './container.ts';
import type { Cost } from './cost.ts';
import { costLines, gpuLine, weightLine } from './cost-lines.ts';
import { costsOf } from './costs.ts';
import { findEngine, type Silence } from './engines.ts';
import { EngineError } from './failure.ts';
import { localEngine } from './local.ts';
import { perform } from './progress.ts';
import { type EngineName, logFile, type Project } from './project.ts';
import { secretValues } from './secrets.ts';
import { type Bench, benchOf, type Engine, type Running, type Step } from './step.ts';

/** What was asked for. */
export interface Order {
  project: Project;
  /** Lock and build. */
  build: boolean;
  /** Run, which locks and builds as well. */
  run: boolean;
  /** The libraries have changed: uv.lock is brought up to date although there is one. */
  relock?: boolean;
  /** Fixes the engine; left out, the first that answers is taken. */
  engine?: EngineName;
  /** What comes out of the build may not weigh more. */
  ceiling?: Ceiling;
  /** Where progress is shown. */
  output: NodeJS.WritableStream;
}

/** What was done. */
export interface Delivered {
  engine: EngineName;
  /** What a person should know beside it, a sentence each. */
  notes: string[];
  /** Where it answers; undefined when it was only built. */
  running?: Running;
}

/** An engine, and why it is no container engine although nobody asked for that. */
interface Choice {
  engine: Engine;
  silence?: Silence;
}

/** The engine for an order; throws an EngineError with exit code 3 when none can do what was asked. */
async function engineFor({ project, build, run, engine }: Order, signal: AbortSignal): Promise<Choice> {
  const found = await findEngine(engine, signal);
  if (found.engine === 'local') {
    const other = findEngine(undefined, signal);
    // Ctrl-C ends this search too, maybe before anything waits for it.
    other.catch(() => {});
    return { engine: localEngine(project, true, other) };
  }
  if (found.engine) return { engine: containerEngine(found.engine, project) };
  // An image can't be made without an engine; an answer can.
  if (!engine && run && !build) return { engine: localEngine(project, false, Promise.resolve(found)), silence: found };
  const without = run ? '; or run it without a container: --run --engine local' : '';
  throw new EngineError(`The project is complete, but ${found.reason}.`, `${found.remedy}${without}`, 3);
}

/** What is said before the steps. */
function announcement({ reason, remedy }: Silence): string {
  const sentence = `${reason.charAt(0).toUpperCase()}${reason.slice(1)}`;
  return `${sentence}: running without a container. To have one, ${remedy}.\n`;
}

/**
 * Locks, says what the build costs, builds, says what came out, and runs: as far as the order goes. Throws what a step throws, and an
 * EngineError where the cost or the result is above the order's ceiling.
 */
async function carryOut(order: Order, engine: Engine, signal: AbortSignal, note: Bench['note']): Promise<void> {
  const { project, output, ceiling } = order;
  const secrets = secretValues(process.env);
  const withBench = async <Result>(log: string, show: Bench['show'], work: (bench: Bench) => Promise<Result>) => {
    const file = new CommandLog(logFile(project, log), secrets);
    try {
      const result = await work(benchOf(project, file, signal, show, note));
      // Ctrl-C in the moment in which a step ends still cancels.
      signal.throwIfAborted();
      return result;
    } finally {
      await file.end();
    }
  };
  const take = (steps: readonly Step[]) =>
    perform(
      steps.map(({ title, log, work }) => ({ title, work: (show) => withBench(log, show, work) })),
      output,
      signal,
    );
  const locked = existsSync(join(project.folder, 'uv.lock')) && !order.relock;
  let costs: readonly Cost[] = [];
  const addUp: Step = {
    title: 'Add up what it costs',
    log: 'cost',
    work: async (bench) => {
      costs = await costsOf(engine, bench);
    },
  };
  await take([...(locked ? [] : engine.lock), addUp]);
  const [cost] = costs;
  const gpu = project.gpu ? undefined : gpuLine(librariesOf(project.asked.libraries));
  if (!cost) output.write('  What it will weigh is not known: .ml-docker/log/cost.log says why\n');
  if (cost) output.write(`${costLines(costs, engine.makes, gpu, output as { columns?: number }).join('\n')}\n`);
  if (cost && ceiling) refuseCost(cost, ceiling, engine.makes);
  await take(engine.build);
  const weight = await withBench(
    'weight',
    () => {},
    (bench) => engine.weight(bench),
  );
  if (weight !== undefined) output.write(`  ${weightLine(engine.makes, weight, cost)}\n`);
  if (weight !== undefined && ceiling) refuseWeight(weight, ceiling, engine);
  if (order.run) await take(engine.run);
}

/**
 * Builds a project and, when asked, runs it in the background until it is healthy. Shows every step; the whole output of each is kept in
 * .ml-docker/log. Throws an EngineError: nothing that it has started is left running then.
 */
export async function deliver(order: Order): Promise<Delivered> {
  const { output } = order;
  const stop = new AbortController();
  const cancel = () => stop.abort();
  for (const signal of CANCELLING) process.on(signal, cancel);
  let engine: Engine | undefined;
  let silence: Silence | undefined;
  const notes: string[] = [];
  try {
    ({ engine, silence } = await engineFor(order, stop.signal));
    stop.signal.throwIfAborted();
    if (silence) output.write(announcement(silence));
    await carryOut(order, engine, stop.signal, (note) => notes.push(note));
    const running = engine.running();
    return { engine: engine.name, notes, ...(running ? { running } : {}) };
  } catch (error) {
    const left = await engine?.undo();
    if (stop.signal.aborted) {
      throw left
        ? new EngineError('Cancelled, but its container may be there still.', left, 130)
        : new EngineError('Cancelled: the project is complete, and this run has left nothing running.', '', 130);
    }
    if (!(error instanceof EngineError)) throw error;
    const hint = [
      error.hint,
      ...(left ? [`its container may be there still: ${left}`] : []),
      ...(silence ? [`for a container, ${silence.remedy}`] : []),
    ];
    const why = silence ? ` It ran without a container: ${silence.reason}.` : '';
    throw new EngineError(`${error.message}${why}`, hint.filter(Boolean).join('; '), error.exitCode, error);
  } finally {
    for (const signal of CANCELLING) process.off(signal, cancel);
  }
}
