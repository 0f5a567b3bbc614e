import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Given } from './answers.ts';
import { suggestName } from './names.ts';
import { Refusal } from './refusal.ts';
import { shown } from './shown.ts';

/** Under this key Yeoman keeps the answers in .yo-rc.json: the package's name. */
const STORAGE_KEY = 'generator-ml-docker';

/** Where a project goes. */
export interface Target {
  /** Absolute path. */
  folder: string;
  /** As a person types it: relative to where they stand, '.' for here. */
  shown: string;
}

/** The folder that a command line names. A path that leads upwards is refused: too easily it hits a neighbour. */
export function targetOf(typed: string, cwd: string): Target {
  if (typed.trim() === '') throw new Refusal('The folder has no name. Name it, or take this one: ml-docker .');
  if (/[\0-\x1f\x7f]/.test(typed)) {
    throw new Refusal(`The folder ${shown(typed)} has a control character in its name. Try: ${suggestName(typed)}`);
  }
  const folder = path.resolve(cwd, typed);
  if (typed.split(/[\\/]/).includes('..')) {
    throw new Refusal(
      `The folder ${shown(typed)} leads out of this one. Go there first: cd ${path.dirname(folder)}, then ml-docker ${path.basename(folder)}`,
    );
  }
  const relative = path.relative(cwd, folder) || '.';
  return { folder, shown: relative.startsWith('-') ? `./${relative}` : relative }; // or commands would take it for an option
}

/** Whether there is nothing in a folder, or no such folder. A file by that name is refused. */
export function isEmpty(folder: string): boolean {
  try {
    return readdirSync(folder).length === 0;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return true;
    if (code === 'ENOTDIR') throw new Refusal(`${folder} is a file. Take another name, or move the file away`);
    throw new Refusal(`${folder} can't be read (${code}). Take another folder`);
  }
}

/** The answers that an earlier run stored in a folder's .yo-rc.json; none where there is no such file. */
export function storedAnswers(folder: string): Given {
  const file = path.join(folder, '.yo-rc.json');
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return {};
  try {
    const stored = (JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>)[STORAGE_KEY] ?? {};
    if (typeof stored !== 'object' || Array.isArray(stored)) throw new Error('not an object');
    return stored as Given;
  } catch (error) {
    throw new Refusal(
      `${file} can't be read as JSON (${(error as Error).message}). Mend it, or delete it: then the questions are asked again`,
    );
  }
}
