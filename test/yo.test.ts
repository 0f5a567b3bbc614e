import { chmodSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { PRESETS } from '../generators/catalog/presets.ts';
import { ANSWERS, type Outcome, Place, start, tree } from './cli/command.ts';
import { KEYS, Terminal } from './cli/terminal.ts';
import { describeUnprivileged, handOver, UNPRIVILEGED } from './cli/unprivileged.ts';
import { install } from './installed.ts';

const YO = path.resolve(import.meta.dirname, '..', 'node_modules', 'yo', 'lib', 'cli.js');
/** yo gives up root's rights, and then can't write where only root can: here it never has them. */
const WORDS: readonly string[] = [...UNPRIVILEGED, process.execPath, YO];

let place: Place;
let environment: Record<string, string>;
let work: string;
let terminal: Terminal | undefined;

beforeAll(async () => {
  place = new Place();
  chmodSync(place.folder, 0o755);
  for (const folder of ['prefix', 'home']) mkdirSync(place.path(folder));
  handOver(place.path('home'));
  environment = {
    HOME: place.path('home'),
    NODE_PATH: await install(place.path('prefix')),
    NO_UPDATE_NOTIFIER: '1',
  };
}, 120_000);
afterAll(() => place.remove());

let number = 0;
beforeEach(() => {
  number += 1;
  work = place.path(`work-${number}`);
  mkdirSync(work);
  handOver(work);
});
afterEach(() => terminal?.close());

function yo(...args: string[]): Promise<Outcome> {
  return start([...WORDS, ...args], { cwd: work, env: { ...process.env, ...environment } }).outcome;
}

function open(...args: string[]): Terminal {
  terminal = new Terminal(args, { cwd: work, env: environment, words: WORDS });
  return terminal;
}

describeUnprivileged('yo ml-docker', YO, () => {
  it('is listed, with no generators below it', async () => {
    const { code, stdout } = await yo('--generators');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^ {2}ml-docker$/m)]);
    expect(stdout).not.toMatch(/^ {4}\S/m);
  }, 60_000);

  it('makes the same files as the own bin', async () => {
    const { code, stdout, stderr } = await yo('ml-docker', 'demo', ...ANSWERS, '--yes');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Created demo: \d+ files/);
    expect(stdout).toMatch(
      /\n {2}yo ml-docker demo --base python --python 3\.13 --libraries numpy,pandas --apps api\n$/,
    );
    const own = new Place();
    expect(await own.run('demo', ...ANSWERS, '--yes')).toMatchObject({ code: 0 });
    expect(tree(path.join(work, 'demo'))).toEqual(tree(own.path('demo')));
    own.remove();
  }, 60_000);

  it('takes "new", and a list option more than once', async () => {
    const { code, stdout } = await yo('ml-docker', 'new', 'demo', '--with', 'rich', '--with', 'altair', '--yes');
    expect([code, stdout]).toEqual([0, expect.stringContaining('--with altair,rich')]);
  }, 60_000);

  it('lists what there is as the own bin does, for people and for programs, and makes nothing', async () => {
    for (const args of [['list'], ['list', '--json'], ['list', '--help']]) {
      const { code, stdout, stderr } = await yo('ml-docker', ...args);
      expect([args, code, stderr]).toEqual([args, 0, '']);
      const own = (await place.run(...args)).stdout;
      expect(stdout.trim()).toBe(
        (args.includes('--help') ? own.replaceAll(' ml-docker', ' yo ml-docker') : own).trim(),
      );
    }
    expect(readdirSync(work)).toEqual([]);
  }, 60_000);

  it('asks the same questions in a terminal', async () => {
    const opened = open('ml-docker');
    await opened.answer('Project name', `demo${KEYS.enter}`);
    await opened.answer('What is it for?', `${KEYS.down.repeat(PRESETS.length)}${KEYS.enter}`);
    await opened.answer('Base image', KEYS.enter);
    await opened.answer('Libraries', KEYS.enter);
    await opened.answer('Python version', KEYS.enter);
    await opened.answer('Build the image and run it now?', `${KEYS.down}${KEYS.down}${KEYS.enter}`);
    expect(await opened.ended()).toBe(0);
    expect(opened.text).toContain('✔ Libraries NumPy, Pandas, SciKit-learn\n');
    expect(Object.keys(tree(path.join(work, 'demo')))).toContain('Dockerfile');
  }, 60_000);

  it.each([
    ['Ctrl-C', KEYS.ctrlC],
    ['Ctrl-D', KEYS.ctrlD],
  ])(
    'cancels on %s',
    async (_, key) => {
      const opened = open('ml-docker', 'demo');
      await opened.answer('What is it for?', key);
      expect(await opened.ended()).toBe(130);
      expect(opened.text).toContain('Cancelled: nothing was written.');
      expect(opened.cursorIsBack).toBe(true);
      expect(readdirSync(work)).toEqual([]);
    },
    60_000,
  );

  it.each([
    ['an unknown base', ['demo', '--base', 'ubunt', '--yes'], '--base "ubunt" is no base image. Did you mean ubuntu?'],
    ['a reserved name', ['class', '--yes'], 'Try: ml-class'],
    ['a misspelt option', ['demo', '--bse', 'ubuntu', '--yes'], 'There is no option --bse. Did you mean --base?'],
    ['an option without its value', ['demo', '--yes', '--base'], '--base needs a value'],
    ['two folders', ['demo', 'other', '--yes'], '2 folders'],
    ['an option that list does not have', ['list', '--base', 'alpine'], '--base is an option of ml-docker new'],
    ['a word behind list', ['list', 'alpine'], 'ml-docker list takes no name'],
    ['missing answers without a terminal', ['demo'], 'no answer for: --preset (or --libraries), --base, --python'],
  ])(
    'refuses %s as the own bin does, without a stack trace',
    async (_, args, says) => {
      const { code, stdout, stderr } = await yo('ml-docker', ...args);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain(says);
      expect(stderr).not.toMatch(/^ +at /m);
      expect(readdirSync(work)).toEqual([]);
    },
    60_000,
  );

  it('shows the same help', async () => {
    const { code, stdout } = await yo('ml-docker', '--help');
    expect([code, stdout]).toEqual([0, expect.stringContaining('Usage: yo ml-docker [new] [folder] [options]')]);
    const own = await place.run('--help');
    expect(stdout.trim()).toBe(own.stdout.replaceAll(' ml-docker', ' yo ml-docker').trim());
  }, 60_000);
});
