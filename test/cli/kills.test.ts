import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ANSWERS, BIN, type Outcome, Place, start, tree } from './command.ts';

const KILLS = 50;
/** The same moments in every run of the tests, as far as a machine can repeat them. */
const SEED = 20_261_124;

/** Numbers from 0 to 1 that look random: a linear congruential generator (Numerical Recipes). */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed >>> 0; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

let place: Place;
/** The project as a run makes it that nobody ends. */
let whole: Record<string, string>;
/** Milliseconds that such a run takes: the longest of three. */
let duration = 0;

beforeAll(async () => {
  place = new Place();
  for (let number = 0; number < 3; number += 1) {
    rmSync(place.path('demo'), { recursive: true, force: true });
    const started = performance.now();
    expect(await place.run('demo', ...ANSWERS)).toMatchObject({ code: 0 });
    duration = Math.max(duration, performance.now() - started);
  }
  whole = tree(place.path('demo'));
}, 60_000);
afterAll(() => place.remove());

/**
 * Starts a run and sends it a signal: in every second case at a moment somewhere in its whole time, in the others some milliseconds
 * after it has begun to write, which is the moment that matters and a small part of the time.
 */
async function endedBy(
  signal: 'SIGKILL' | 'SIGINT',
  cwd: string,
  chance: number,
  whenItWrites: boolean,
  ...flags: string[]
): Promise<Outcome> {
  const { child, outcome } = start([...BIN, 'demo', ...ANSWERS, ...flags], { cwd });
  const kill = () => child.kill(signal);
  const timers: NodeJS.Timeout[] = [];
  const inside = existsSync(path.join(cwd, 'demo')) ? path.join(cwd, 'demo') : cwd;
  const watcher = watch(inside, () => {
    if (timers.length === 0) timers.push(setTimeout(kill, chance * 25));
  });
  if (!whenItWrites) timers.push(setTimeout(kill, chance * duration));
  try {
    return await outcome;
  } finally {
    watcher.close();
    for (const timer of timers) clearTimeout(timer);
  }
}

/** Files of a project that are there, without what a killed run may leave beside it: hidden, and taken away by the next. */
function visible(folder: string): Record<string, string> {
  if (!existsSync(folder)) return {};
  return Object.fromEntries(Object.entries(tree(folder)).filter(([file]) => !file.startsWith('.ml-docker/')));
}

/** Without the folders that wait for their first file. */
function files(left: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(left).filter(([file]) => !file.endsWith('/')));
}

/** A folder for one run, with nothing in it or with an empty project folder. */
function prepare(number: number, existing: boolean): string {
  const cwd = place.path(`${existing ? 'existing' : 'new'}-${number}`);
  mkdirSync(existing ? path.join(cwd, 'demo') : cwd, { recursive: true });
  return cwd;
}

describe.each([
  ['a new folder', false],
  ['an empty folder that is there', true],
])('in %s', (_, existing) => {
  it(`a kill at ${KILLS} moments leaves the whole project or nothing, and the next run leaves no trace of it`, async () => {
    const random = numbers(SEED);
    const found = { nothing: 0, whole: 0 };
    for (let number = 0; number < KILLS; number += 1) {
      const cwd = prepare(number, existing);
      await endedBy('SIGKILL', cwd, random.next().value, number % 2 === 1);
      const left = visible(path.join(cwd, 'demo'));
      const trace = existing
        ? existsSync(path.join(cwd, 'demo', '.ml-docker'))
        : readdirSync(cwd).some((name) => name !== 'demo');
      // In a folder that is there files come one by one; until the last has come they are the next run's to finish.
      const unfinished = existsSync(path.join(cwd, 'demo', '.ml-docker', 'ready'));
      const size = Object.keys(left).length;
      if (!unfinished) expect([{}, whole]).toContainEqual(left);
      else expect(whole).toMatchObject(files(left));
      found.nothing += size === 0 ? 1 : 0;
      found.whole += size > 0 && !unfinished ? 1 : 0;
      if (trace) {
        expect(await start([...BIN, 'demo', ...ANSWERS], { cwd }).outcome).toMatchObject({ code: 0, stderr: '' });
        expect(readdirSync(cwd)).toEqual(['demo']);
        expect(tree(path.join(cwd, 'demo'))).toEqual(whole);
      }
      rmSync(cwd, { recursive: true });
    }
    // The moments have met both ends, and the time between.
    expect(found.nothing).toBeGreaterThan(0);
    expect(found.whole).toBeGreaterThan(0);
  }, 600_000);

  it('Ctrl-C at 20 moments leaves the whole project or nothing, and no trace', async () => {
    const random = numbers(SEED + 1);
    for (let number = 0; number < 20; number += 1) {
      const cwd = prepare(number, existing);
      const { code, signal, stderr } = await endedBy('SIGINT', cwd, random.next().value, number % 2 === 1);
      expect([0, 130, 'SIGINT']).toContain(signal ?? code);
      if (code === 130) expect(stderr).toMatch(/Cancelled/);
      expect([{}, whole]).toContainEqual(existsSync(path.join(cwd, 'demo')) ? tree(path.join(cwd, 'demo')) : {});
      expect(readdirSync(cwd).filter((name) => name !== 'demo')).toEqual([]);
      rmSync(cwd, { recursive: true });
    }
  }, 300_000);
});

describe('in a folder with a file of a person that --force replaces', () => {
  /** Every text under a folder that is the person's own: where it is. */
  function mine(folder: string): string[] {
    const files = Object.keys(tree(folder)).filter((file) => !file.endsWith('/'));
    return files.filter((file) => readFileSync(path.join(folder, file), 'utf8') === 'mine');
  }

  it(`a kill at ${KILLS} moments loses nothing of it, and the next run makes the project whole`, async () => {
    const random = numbers(SEED + 2);
    for (let number = 0; number < KILLS; number += 1) {
      const cwd = prepare(number, true);
      const folder = path.join(cwd, 'demo');
      for (const file of ['README.md', 'notes.txt']) writeFileSync(path.join(folder, file), 'mine');
      await endedBy('SIGKILL', cwd, random.next().value, number % 2 === 1, '--force');
      expect(mine(folder)).toHaveLength(2);
      expect(mine(folder)).toContain('notes.txt');
      expect(await start([...BIN, 'demo', ...ANSWERS, '--force'], { cwd }).outcome).toMatchObject({ code: 0 });
      expect(visible(folder)).toMatchObject(whole);
      expect(mine(folder).sort()).toEqual([
        expect.stringMatching(/^\.ml-docker\/backup\/.*\/README\.md$/),
        'notes.txt',
      ]);
      rmSync(cwd, { recursive: true });
    }
  }, 600_000);
});
