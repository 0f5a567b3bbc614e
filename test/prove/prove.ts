import { rmSync, writeFileSync } from 'node:fs';
import { arch, availableParallelism } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { INDEX_NAMES, parseAddresses } from '../../generators/app/addresses.ts';
import { ownVersion } from '../../generators/app/versions.ts';
import { cacheFolder } from '../../generators/engine/uv.ts';
import { whyNoEngine } from '../engine/here.ts';
import { docker } from '../engine/images.ts';
import { answerHere } from './answer.ts';
import { coveringArray } from './array.ts';
import { coverageOf } from './coverage.ts';
import { type Image, titleOf } from './image.ts';
import { Machine, needsOf } from './needs.ts';
import { prove, tidy } from './proof.ts';
import { reportOf } from './report.ts';
import { Estimate, inWords, Screen } from './screen.ts';
import { SEEDS } from './seeds.ts';
import { offered } from './space.ts';
import { onlyOne, State } from './state.ts';
import type { Verdict } from './verdict.ts';
import { WheelFolder } from './wheel-folder.ts';

/*
 * npm run prove                              builds and runs an image for every pair of choices, and writes test/prove/report.md
 * npm run prove -- --budget 30m              begins no image that would not be done after so long (h, m or s)
 * npm run prove -- --libraries 20            at most so many libraries in an image
 * npm run prove -- --index NAME=ADDRESS      takes another address for an index of the catalogue, such as pytorch-cpu
 * npm run prove -- --wheels FOLDER           takes these wheels for the indexes of the catalogue
 * npm run prove -- --list                    shows the images and builds none
 * npm run prove -- --report FILE | --fresh   writes another file | builds what passed before as well
 *
 * Ends with 0 when nothing failed, 1 when something did, 2 when it was called wrongly, 130 after Ctrl-C. Interrupted or out of time, it
 * goes on where it was: what passed counts as long as its project, its lock and its base images are the same.
 */

const USAGE = [
  'Usage: npm run prove -- [--budget 30m] [--libraries N] [--index NAME=ADDRESS]...',
  '                        [--wheels FOLDER] [--list] [--fresh] [--report FILE]',
].join('\n');
const UNITS = { h: 3600, m: 60, s: 1 } as const;

class UsageError extends Error {}

/** Seconds from '30m', '2h' or '90s'. */
function secondsOf(budget: string): number {
  const found = /^(\d+)([hms])$/.exec(budget);
  if (!found) throw new UsageError(`--budget ${JSON.stringify(budget)} is no time. Write such as 30m, 2h or 90s`);
  return Number(found[1]) * UNITS[found[2] as keyof typeof UNITS];
}

function countOf(libraries: string): number {
  if (!/^\d{1,3}$/.test(libraries) || Number(libraries) < 3) {
    throw new UsageError(
      `--libraries ${JSON.stringify(libraries)}: an image has three or more: a pair, and one that can use a GPU`,
    );
  }
  return Number(libraries);
}

function addressesOf(given: readonly string[]): Map<string, string> {
  const { addresses, problems } = parseAddresses(given.join(','));
  if (problems.length > 0) throw new UsageError(problems.map((problem) => `--index ${problem}`).join('\n'));
  return new Map(addresses.map(({ name, url }) => [name, url]));
}

/** Stand-ins say so themselves, on their label. */
function standInsOf(images: readonly Image[]): { image: string; what: string }[] {
  const names = new Set(images.flatMap(needsOf).flatMap((need) => (need.kind === 'image' ? [need.image] : [])));
  return [...names].flatMap((image) => {
    const what = docker('image', 'inspect', '--format', '{{index .Config.Labels "ml-docker.stand-in"}}', image);
    return what === '' || what === '<no value>' ? [] : [{ image, what }];
  });
}

async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      budget: { type: 'string' },
      libraries: { type: 'string', default: '24' },
      index: { type: 'string', multiple: true, default: [] },
      wheels: { type: 'string' },
      list: { type: 'boolean', default: false },
      fresh: { type: 'boolean', default: false },
      report: { type: 'string', default: path.join('test', 'prove', 'report.md') },
    },
  });
  const budget = values.budget === undefined ? Number.POSITIVE_INFINITY : secondsOf(values.budget);
  const most = countOf(values.libraries);
  const addresses = addressesOf(values.index);
  const silence = whyNoEngine();
  if (silence) throw new Error(silence);
  const wheels = values.wheels === undefined ? undefined : new WheelFolder(values.wheels);
  const screen = new Screen(process.stderr);

  screen.doing(() => 'asking this machine what it has');
  const machine = new Machine(answerHere(addresses, wheels));
  const singles = offered(() => undefined);
  const alone = singles.settings.flatMap((setting) =>
    singles.libraries.map((library): Image => ({ ...setting, libraries: [library] })),
  );
  await machine.ask([...SEEDS, ...alone].filter((image) => singles.refusal(image) === undefined));
  const { images, prospects } = coveringArray(
    offered((image) => machine.obstacle(image)),
    SEEDS,
    most,
  );
  if (values.list) {
    screen.end();
    for (const [index, image] of images.entries()) {
      process.stdout.write(`${String(index + 1).padStart(3)}. ${titleOf({ ...image })}\n`);
    }
    return 0;
  }

  onlyOne(cacheFolder());
  const state = new State(cacheFolder());
  if (values.fresh) state.end();
  const abort = new AbortController();
  const interrupt = () => {
    abort.abort(new Error('interrupted'));
    screen.say('Interrupted: ending what runs, and removing it');
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  tidy();
  const room = path.join(cacheFolder(), 'prove');
  rmSync(room, { recursive: true, force: true });

  const started = performance.now();
  const elapsed = () => (performance.now() - started) / 1000;
  const estimate = new Estimate();
  const verdicts: Verdict[] = [];
  let unreached: readonly Image[] = [];
  try {
    if (wheels) {
      const host = docker('network', 'inspect', '--format', '{{(index .IPAM.Config 0).Gateway}}', 'bridge');
      const address = await wheels.open(host);
      for (const name of INDEX_NAMES) addresses.set(name, address);
    }
    for (const [index, image] of images.entries()) {
      const rest = images.slice(index).map(({ libraries }) => libraries.length);
      const next = estimate.of(rest.slice(0, 1)) ?? 0;
      if (elapsed() + next > budget) {
        unreached = images.slice(index);
        break;
      }
      const label = `[${String(index + 1).padStart(String(images.length).length)}/${images.length}] ${titleOf(image)}`;
      let doing = '';
      const began = performance.now();
      screen.doing(() => {
        const left = estimate.of(rest);
        const about =
          left === undefined ? '' : `, about ${inWords(Math.max(0, left - (performance.now() - began) / 1000))} left`;
        return `${label} | ${inWords(elapsed())}${about} | ${doing}`;
      });
      const { verdict, known, folder } = await prove(image, index + 1, {
        bin: path.resolve('dist', 'cli.js'),
        room,
        addresses,
        state,
        signal: abort.signal,
        show: (step, detail = '') => {
          doing = detail ? `${step}: ${detail}` : step;
        },
      });
      verdicts.push(verdict);
      if (!known) estimate.add(image.libraries.length, verdict.seconds);
      const { failure, seconds, bytes, tests } = verdict;
      const left = estimate.of(rest.slice(1));
      const about = left === undefined || rest.length === 1 ? '' : `; about ${inWords(left)} left`;
      if (failure) {
        screen.say(`${label}: FAILED at ${failure.step} (${inWords(seconds)}), see ${path.dirname(folder)}${about}`);
        for (const line of failure.why.split('\n')) screen.say(`    ${line}`);
      } else {
        const size = `${((bytes ?? 0) / 1e6).toFixed(0)} MB`;
        screen.say(
          `${label}: ${known ? 'passed before' : `passed, ${tests} tests (${inWords(seconds)}, ${size})`}${about}`,
        );
      }
    }
  } catch (error) {
    if (!abort.signal.aborted) throw error;
    screen.say('Nothing was left behind. The same command goes on from here.');
    return 130;
  } finally {
    screen.end();
    wheels?.close();
    tidy();
  }

  const unbuildable = SEEDS.flatMap((image) => {
    const why = machine.obstacle(image);
    return why ? [{ image, why }] : [];
  });
  const coverage = coverageOf(prospects, verdicts, unreached);
  writeFileSync(
    values.report,
    reportOf({
      date: new Date().toISOString().slice(0, 10),
      generator: ownVersion(),
      machine: `Docker Engine ${docker('version', '--format', '{{.Server.Version}}')}, ${arch()}, ${availableParallelism()} cores`,
      verdicts,
      unreached,
      unbuildable,
      coverage,
      standIns: standInsOf(images),
    }),
  );
  const failed = verdicts.filter(({ failure }) => failure).length;
  screen.say(
    `${verdicts.length - failed} images passed, ${failed} failed${unreached.length > 0 ? `, ${unreached.length} not reached` : ''}: ${values.report}`,
  );
  if (failed === 0 && unreached.length === 0) state.end();
  return failed > 0 ? 1 : 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const { message, code = '' } = error as Error & { code?: string };
  const misused = error instanceof UsageError || code.startsWith('ERR_PARSE_ARGS');
  process.stderr.write(`prove: ${message}\n${misused ? `${USAGE}\n` : ''}`);
  process.exitCode = misused ? 2 : 1;
}
