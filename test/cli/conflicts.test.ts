import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ANSWERS, Place, tree } from './command.ts';
import { KEYS, Terminal } from './terminal.ts';

let place: Place;
let terminal: Terminal;
beforeEach(() => {
  place = new Place();
  mkdirSync(place.path('demo'));
  write('Dockerfile', 'FROM mine\n');
  write('README.md', 'mine\n');
  terminal = new Terminal(['demo', ...ANSWERS], { cwd: place.folder });
});
afterEach(() => {
  terminal.close();
  place.remove();
});

function write(file: string, text: string): void {
  writeFileSync(place.path('demo', file), text);
}

function read(file: string): string {
  return readFileSync(place.path('demo', file), 'utf8');
}

/** What is kept under .ml-docker/backup/: path -> text. */
function backups(): Record<string, string> {
  const kept = Object.keys(tree(place.path('demo'))).filter((file) => file.startsWith('.ml-docker/backup/'));
  return Object.fromEntries(kept.map((file) => [file.split('/').slice(3).join('/'), read(file)]));
}

/** Answers the last question of all, and waits for the one about the first file that differs. */
async function meet(file: string): Promise<void> {
  await terminal.answer('Build the image', `${KEYS.down}${KEYS.down}${KEYS.enter}`);
  await terminal.shows(`Overwrite ${file}?`);
}

describe("Yeoman's question about a file that differs", () => {
  it('replaces it on "y", and keeps the old one', async () => {
    await meet('Dockerfile');
    terminal.press(`y${KEYS.enter}`);
    await terminal.answer('Overwrite README.md?', `y${KEYS.enter}`);
    expect(await terminal.ended()).toBe(0);
    expect(read('Dockerfile')).toContain('AS base');
    expect(read('README.md')).toContain('# demo');
    expect(backups()).toEqual({ Dockerfile: 'FROM mine\n', 'README.md': 'mine\n' });
    expect(terminal.text).toMatch(/Kept what was there, in \.ml-docker\/backup\/\S+:\n {2}Dockerfile, README\.md\n/);
  });

  it('leaves it on "n"', async () => {
    await meet('Dockerfile');
    terminal.press(`n${KEYS.enter}`);
    await terminal.answer('Overwrite README.md?', `y${KEYS.enter}`);
    expect(await terminal.ended()).toBe(0);
    expect(read('Dockerfile')).toBe('FROM mine\n');
    expect(backups()).toEqual({ 'README.md': 'mine\n' });
    expect(Object.keys(tree(place.path('demo')))).toContain('compose.yaml');
  });

  it('replaces it and all others on "a"', async () => {
    await meet('Dockerfile');
    terminal.press(`a${KEYS.enter}`);
    expect(await terminal.ended()).toBe(0);
    expect(terminal.text).not.toContain('Overwrite README.md?');
    expect(backups()).toEqual({ Dockerfile: 'FROM mine\n', 'README.md': 'mine\n' });
  });

  it('shows on "d" what would change, and asks again', async () => {
    await meet('Dockerfile');
    terminal.press(`d${KEYS.enter}`);
    await terminal.shows('FROM mine');
    await terminal.shows('Overwrite Dockerfile?');
    terminal.press(`x${KEYS.enter}`);
    expect(await terminal.ended()).toBe(130);
  });

  it.each([
    ['"x"', `x${KEYS.enter}`],
    ['Ctrl-C', KEYS.ctrlC],
    ['Ctrl-D', KEYS.ctrlD],
  ])('cancels on %s, with nothing written', async (_, keys) => {
    await meet('Dockerfile');
    terminal.press(`y${KEYS.enter}`);
    await terminal.answer('Overwrite README.md?', keys);
    expect(await terminal.ended()).toBe(130);
    expect(terminal.text).toContain('Cancelled: nothing was written.');
    expect(terminal.cursorIsBack).toBe(true);
    expect(Object.keys(tree(place.path('demo'))).sort()).toEqual(['Dockerfile', 'README.md']);
    expect([read('Dockerfile'), read('README.md')]).toEqual(['FROM mine\n', 'mine\n']);
  });
});
