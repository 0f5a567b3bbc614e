import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { GROUPS, LIBRARIES } from '../../generators/catalog/libraries.ts';
import { PRESETS } from '../../generators/catalog/presets.ts';
import { ANSWERS, Place, tree } from './command.ts';
import { KEYS, Terminal } from './terminal.ts';

let place: Place;
let terminal: Terminal | undefined;
beforeEach(() => {
  place = new Place();
});
afterEach(() => {
  terminal?.close();
  place.remove();
});

function open(
  args: readonly string[] = [],
  session: { columns?: number; env?: Record<string, string> } = {},
): Terminal {
  terminal = new Terminal(args, { cwd: place.folder, ...session });
  return terminal;
}

/** The keys that lead past the presets to the list of libraries: the last choice. */
const CHOOSE = `${KEYS.down.repeat(PRESETS.length)}${KEYS.enter}`;

/** The questions in their order, and the keys that answer each. */
const QUESTIONS: [message: string, keys: string][] = [
  ['Project name', `ml-demo${KEYS.enter}`],
  ['What is it for?', CHOOSE],
  ['Base image', KEYS.enter],
  ['Libraries', KEYS.enter],
  ['Python version', KEYS.enter],
  ['Build the image and run it now?', `${KEYS.down}${KEYS.down}${KEYS.enter}`],
];

/** The libraries as the question lists them, and the columns of their labels. */
const LISTED = GROUPS.flatMap((group) => LIBRARIES.filter((library) => library.group === group));
const WIDTH = Math.max(...LISTED.map(({ label }) => label.length)) + 2;

/** How often the key goes down from the first library to this one. */
function placeOf(id: string): number {
  return LISTED.findIndex((library) => library.id === id);
}

/** Answers the first questions, and waits for the one behind them. */
async function answerUntil(index: number): Promise<Terminal> {
  const opened = open();
  for (const [message, keys] of QUESTIONS.slice(0, index)) await opened.answer(message, keys);
  await opened.shows((QUESTIONS[index] as [string, string])[0]);
  return opened;
}

describe('the questions', () => {
  it('come in order, and lead to a project', async () => {
    const opened = open();
    for (const [message, keys] of QUESTIONS) await opened.answer(message, keys);
    expect(await opened.ended()).toBe(0);
    expect(opened.cursorIsBack).toBe(true);
    expect(opened.text).toContain('✔ Libraries NumPy, Pandas, SciKit-learn\n');
    expect(opened.text).toMatch(/Created ml-demo: \d+ files\n/);
    expect(opened.text).toContain('ml-docker ml-demo --base python --python 3.13 --libraries');
    expect(Object.keys(tree(place.path('ml-demo')))).toContain('Dockerfile');
  });

  it('ask for no library where a preset says which, and name them in the line that repeats the answers', async () => {
    const opened = open(['demo']);
    await opened.shows('❯ classic models');
    opened.press(KEYS.down);
    await opened.shows('❯ gradient boosting');
    await opened.shows('XGBoost, LightGBM, CatBoost');
    opened.press(KEYS.enter);
    await opened.answer('lacks XGBoost, LightGBM and CatBoost', KEYS.enter);
    await opened.answer('Python version', KEYS.enter);
    expect(opened.text).not.toContain('Libraries');
    await opened.answer('Use an NVIDIA GPU', KEYS.enter);
    await opened.answer('Build the image', `${KEYS.down}${KEYS.down}${KEYS.enter}`);
    expect(await opened.ended()).toBe(0);
    expect(opened.text).toContain('✔ What is it for? gradient boosting\n');
    expect(opened.text).toContain('--libraries numpy,pandas,scikit-learn,xgboost,lightgbm,catboost,optuna --apps');
  });

  it('list what the base lacks of a preset before anything is written', async () => {
    const opened = open(['demo', '--base', 'alpine', '--preset', 'big-tables']);
    await opened.answer('Build the image', `${KEYS.down}${KEYS.down}${KEYS.enter}`);
    await opened.shows('Left out on alpine: DuckDB and LightGBM (each has no musllinux wheel)\n');
    await opened.shows('Created demo');
    expect(await opened.ended()).toBe(0);
  });

  it('grey out a preset that the base can not have, and do not take it', async () => {
    const opened = open(['demo', '--base', 'alpine']);
    await opened.shows('- PyTorch            alpine lacks PyTorch (it has no musllinux wheel)');
    opened.press(`${KEYS.down.repeat(2)}${KEYS.enter}`);
    await opened.shows('Greyed out: the reason stands beside it');
    opened.press(`${KEYS.up.repeat(2)}${KEYS.enter}`);
    await opened.answer('Build the image', `${KEYS.down}${KEYS.down}${KEYS.enter}`);
    expect(await opened.ended()).toBe(0);
  });

  it('ask about a GPU only where a library can use one', async () => {
    const opened = open(['demo', '--base', 'python', '--python', '3.13', '--libraries', 'torch']);
    await opened.answer('Use an NVIDIA GPU', `y${KEYS.enter}`);
    await opened.answer('Build the image', `${KEYS.down}${KEYS.down}${KEYS.enter}`);
    expect(await opened.ended()).toBe(0);
    expect(Object.keys(tree(place.path('demo')))).toContain('compose.gpu.yaml');
  });

  it('grey out on alpine what does not run there, with the reason, and do not tick it', async () => {
    const opened = open(['demo', '--base', 'alpine']);
    await opened.answer('What is it for?', CHOOSE);
    await opened.shows(`- ${'DuckDB'.padEnd(WIDTH)}has no musllinux wheel`);
    opened.press(`${KEYS.down.repeat(placeOf('duckdb'))}${KEYS.space}`);
    await opened.shows('cannot be toggled');
    opened.press(KEYS.enter);
    await opened.answer('Build the image', `${KEYS.down}${KEYS.down}${KEYS.enter}`);
    expect(await opened.ended()).toBe(0);
    expect(opened.text).toContain('--libraries numpy,pandas,scikit-learn --apps');
  });

  it('refuse a wrong name while it is typed, and one that a file has', async () => {
    writeFileSync(place.path('notes'), 'mine');
    const opened = open();
    await opened.answer('Project name', `class${KEYS.enter}`);
    await opened.shows('a word of the Python');
    opened.press(`${'\u007f'.repeat(5)}notes${KEYS.enter}`);
    await opened.shows('There is a file notes here');
    opened.press(`${'\u007f'.repeat(5)}demo${KEYS.enter}`);
    await opened.shows('What is it for?');
  });

  it('want at least one library', async () => {
    const opened = open(['demo', '--base', 'python', '--python', '3.13']);
    await opened.answer('What is it for?', CHOOSE);
    const untick = ['numpy', 'pandas', 'scikit-learn'].map(placeOf).map((place, index, places) => {
      return `${KEYS.down.repeat(place - (places[index - 1] ?? 0))}${KEYS.space}`;
    });
    await opened.answer('Libraries', untick.join(''));
    await opened.shows('◯ SciKit-learn');
    opened.press(KEYS.enter);
    await opened.shows('Tick at least one');
  });

  it('are left out for what an earlier run stored, which is said in one line', async () => {
    await place.run('demo', ...ANSWERS);
    const opened = open(['demo']);
    await opened.shows('As last time: python, numpy, pandas, Python 3.13, api (flags change it)\n');
    await opened.answer('Build the image', `${KEYS.down}${KEYS.down}${KEYS.enter}`);
    expect(await opened.ended()).toBe(0);
    expect(opened.text).toContain('demo: nothing to change.');
    expect(opened.text).not.toContain('Base image');
  });

  it('are all left out with --yes', async () => {
    const opened = open(['demo', '--yes']);
    expect(await opened.ended()).toBe(0);
    expect(opened.text).not.toContain('? ');
    expect(opened.text).toMatch(/^Created demo/);
  });

  it.each([
    ['this folder, where it is empty', 'my-app', [], 'my-app'],
    ['a valid name near to it', 'My App', [], 'my-app'],
    ['a new one, where this one holds files', 'full', ['notes'], 'ml-demo'],
    ['one that is not taken', 'full', ['ml-demo/x', 'ml-demo-2'], 'ml-demo-3'],
  ])('propose as a name %s', async (_, folder, there, proposed) => {
    mkdirSync(place.path(folder));
    for (const file of there) {
      mkdirSync(place.path(folder, file, '..'), { recursive: true });
      writeFileSync(place.path(folder, file), '');
    }
    terminal = new Terminal([], { cwd: place.path(folder) });
    await terminal.shows(`Project name (${proposed})`);
  });
});

describe('on a screen of 80 and of 50 columns', () => {
  it.each([80, 50])('no question reaches the edge, where the terminal would break a word (%i)', async (columns) => {
    const opened = open([], { columns });
    for (const [message, keys] of QUESTIONS) await opened.answer(message, keys);
    expect(await opened.ended()).toBe(0);
    const last = opened.lines.findIndex((line) => line.startsWith('Created'));
    for (const line of opened.lines.slice(0, last)) expect(line.length).toBeLessThan(columns);
  });

  it.each([80, 50])('no reason reaches the edge (%i)', async (columns) => {
    const opened = open(['demo', '--base', 'alpine'], { columns });
    await opened.answer('What is it for?', CHOOSE);
    await opened.answer('Libraries', KEYS.down.repeat(LISTED.length));
    await opened.shows(LISTED.at(-1)?.label as string);
    for (const line of opened.lines) expect(line.length).toBeLessThan(columns);
  });

  it('an error is broken between words', async () => {
    const opened = open(['class', '--yes'], { columns: 50 });
    expect(await opened.ended()).toBe(2);
    for (const line of opened.text.split('\n')) expect(line.length).toBeLessThanOrEqual(50);
  });
});

describe('colours', () => {
  /** What sets a colour or a weight. */
  const STYLE = /\u001b\[\d[\d;]*m/;

  it('are there in a terminal, and none where NO_COLOR asks for none', async () => {
    const plain = open([], { env: { NO_COLOR: '1' } });
    for (const [message, keys] of QUESTIONS) await plain.answer(message, keys);
    await plain.ended();
    expect(plain.raw).not.toMatch(STYLE);
    const coloured = open();
    await coloured.answer('Project name', KEYS.enter);
    await coloured.shows('What is it for?');
    expect(coloured.raw).toMatch(STYLE);
  });
});

describe('a person who changes their mind', () => {
  const KEYS_THAT_CANCEL = Object.entries({ 'Ctrl-C': KEYS.ctrlC, 'Ctrl-D': KEYS.ctrlD });
  const CASES = QUESTIONS.flatMap(([message], index) =>
    KEYS_THAT_CANCEL.map(([name, key]): [string, string, number, string] => [name, message, index, key]),
  );

  it.each(CASES)('cancels with %s at "%s"', async (_, __, index, key) => {
    const opened = await answerUntil(index);
    opened.press(key);
    expect(await opened.ended()).toBe(130);
    expect(opened.text.trimEnd().split('\n').at(-1)).toBe('Cancelled: nothing was written.');
    expect(opened.cursorIsBack).toBe(true);
    expect(readdirSync(place.folder)).toEqual([]);
  });

  it.each(KEYS_THAT_CANCEL)('cancels with %s at the question about a GPU', async (_, key) => {
    const opened = open(['demo', '--base', 'python', '--python', '3.13', '--libraries', 'torch']);
    await opened.answer('Use an NVIDIA GPU', key);
    expect(await opened.ended()).toBe(130);
    expect(opened.text).toContain('Cancelled: nothing was written.');
    expect(readdirSync(place.folder)).toEqual([]);
  });
});
