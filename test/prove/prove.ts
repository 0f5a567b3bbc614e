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
import { type Image, settingTitle } from './image.ts';
import { type Answer, Machine, needsOf } from './needs.ts';
import { tidy } from './proof.ts';
import { reportOf } from './report.ts';
import { type Numbered, type Results, runAll } from './run.ts';
import { Screen } from './screen.ts';
import { SEEDS } from './seeds.ts';
import { offered } from './space.ts';
import { onlyOne, State } from './state.ts';
import { WheelFolder } from './wheel-folder.ts';

/*
 * npm run prove                              builds and runs an image for every pair of choices, and writes test/prove/report.md
 * npm run prove -- --budget 30m              builds no image that would not be done after so long (h, m, s; 0s builds none)
 * npm run prove -- --libraries 20            at most so many libraries in an image
 * npm run prove -- --index NAME=ADDRESS      takes another address for an index of the catalogue, such as pytorch-cpu
 * npm run prove -- --wheels FOLDER           takes these wheels for the indexes of the catalogue
 * npm run prove -- --list                    shows the images and builds none
 * npm run prove -- --only 12,30              builds these of the list, and writes no report
 * npm run prove -- --report FILE | --fresh   writes another file | builds what passed before as well
 *
 * Ends with 0 when nothing failed, 1 when something did, 2 when it was called wrongly, 130 after Ctrl-C. Interrupted or out of time, it
 * goes on where it was: what passed counts as long as its project, its lock and its base images are the same.
 */

const USAGE = [
  'Usage: npm run prove -- [--budget 30m] [--libraries N] [--index NAME=ADDRESS]...',
  '                        [--wheels FOLDER] [--list | --only N,N...] [--fresh] [--report FILE]',
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

/** The images with these numbers; all where none is named. */
function chosen(images: readonly Image[], only: string | undefined): Numbered[] {
  const all = images.map((image, index): Numbered => ({ image, number: index + 1 }));
  if (only === undefined) return all;
  const numbers = only.split(',').map(Number);
  const wrong = numbers.find((number) => !all.some((one) => one.number === number));
  if (wrong !== undefined) throw new UsageError(`--only ${JSON.stringify(only)}: the images are 1 to ${all.length}`);
  return all.filter(({ number }) => numbers.includes(number));
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

/** Asks this machine what it has, for every image of one library and those that people choose most. */
async function machineWith(answer: Answer): Promise<Machine> {
  const machine = new Machine(answer);
  const { settings, libraries, refusal } = offered(() => undefined);
  const alone = settings.flatMap((setting) =>
    libraries.map((library): Image => ({ ...setting, libraries: [library] })),
  );
  await machine.ask([...SEEDS, ...alone].filter((image) => refusal(image) === undefined));
  return machine;
}

/** An address at which the builds of this machine reach it. */
function host(): string {
  return docker('network', 'inspect', '--format', '{{(index .IPAM.Config 0).Gateway}}', 'bridge');
}

/** Proves images, and leaves nothing behind however that ends; undefined after Ctrl-C. */
async function results(
  images: readonly Numbered[],
  budget: number,
  screen: Screen,
  addresses: Map<string, string>,
  wheels: WheelFolder | undefined,
  state: State,
): Promise<Results | undefined> {
  const abort = new AbortController();
  const interrupt = () => {
    if (abort.signal.aborted) return;
    abort.abort(new Error('interrupted'));
    screen.say('Interrupted: ending what runs, and removing it');
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  const room = path.join(cacheFolder(), 'prove');
  tidy();
  rmSync(room, { recursive: true, force: true });
  try {
    if (wheels) {
      const address = await wheels.open(host());
      for (const name of INDEX_NAMES) addresses.set(name, address);
    }
    const bin = path.resolve('dist', 'cli.js');
    return await runAll(images, budget, screen, { bin, room, addresses, state, signal: abort.signal });
  } catch (error) {
    if (!abort.signal.aborted) throw error;
    return undefined;
  } finally {
    screen.end();
    wheels?.close();
    tidy();
  }
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
      only: { type: 'string' },
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
  const machine = await machineWith(answerHere(addresses, wheels));
  const space = offered((image) => machine.obstacle(image));
  const { images, prospects } = coveringArray(space, SEEDS, most);
  const wanted = chosen(images, values.only);
  if (values.list) {
    screen.end();
    for (const { image, number } of wanted) {
      process.stdout.write(`${number}. ${settingTitle(image)}: ${image.libraries.join(', ')}\n`);
    }
    return 0;
  }

  onlyOne(cacheFolder());
  const state = new State(cacheFolder());
  if (values.fresh) state.end();
  const found = await results(wanted, budget, screen, addresses, wheels, state);
  if (!found) {
    screen.say('Nothing was left behind. The same command goes on from here.');
    return 130;
  }
  const { verdicts, unreached } = found;
  const failed = verdicts.filter(({ failure }) => failure).length;
  const sum = `${verdicts.length - failed} images passed, ${failed} failed`;
  if (values.only === undefined) {
    const report = reportOf({
      date: new Date().toISOString().slice(0, 10),
      generator: ownVersion(),
      machine: `Docker Engine ${docker('version', '--format', '{{.Server.Version}}')}, ${arch()}, ${availableParallelism()} cores`,
      verdicts,
      unreached,
      unbuildable: SEEDS.flatMap((image) => {
        const why = machine.obstacle(image);
        return why ? [{ image, why }] : [];
      }),
      coverage: coverageOf(prospects, verdicts, unreached),
      standIns: standInsOf(images),
    });
    writeFileSync(values.report, report);
    if (failed === 0 && unreached.length === 0) state.end();
  }
  const left = unreached.length > 0 ? `, no time was left for ${unreached.length}` : '';
  screen.say(`${sum}${left}${values.only === undefined ? `: ${values.report}` : ''}`);
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
