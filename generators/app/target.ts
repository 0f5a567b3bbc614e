import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Given } from './answers.ts';
import { suggestName } from './names.ts';
import { Refusal } from './refusal.ts';
import { shown } from './shown.ts';
import { folderWords } from './verbs.ts';

/** Where Yeoman keeps answers: this file, under the package's name. Its changes are never a conflict. */
export const STORAGE = { file: '.yo-rc.json', key: 'generator-ml-docker' } as const;

/** The system's words for a path at which nothing can be. */
const NO_SUCH_FILE: readonly string[] = ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'];

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
      `The folder ${shown(typed)} leads out of this one. Go there first: cd ${path.dirname(folder)}, then ml-docker ${folderWords(path.basename(folder)).join(' ')}`,
    );
  }
  const relative = path.relative(cwd, folder) || '.';
  return { folder, shown: relative.startsWith('-') ? `./${relative}` : relative }; // or commands would take it for an option
}

/** Whether there is something that is no folder. */
export function isFile(place: string): boolean {
  return statSync(place, { throwIfNoEntry: false })?.isDirectory() === false;
}

/** Whether there is nothing in a folder, or no such folder. A file by that name is refused. */
export function isEmpty(folder: string): boolean {
  try {
    return readdirSync(folder).length === 0;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOTDIR') throw new Refusal(`${folder} is a file. Take another name, or move the file away`);
    if (code && NO_SUCH_FILE.includes(code)) return true;
    throw new Refusal(`${folder} can't be read (${code}). Take another folder`);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The answers that an earlier run stored in a folder's .yo-rc.json; none where there is no such file. */
export function storedAnswers(folder: string): Given {
  const file = path.join(folder, STORAGE.file);
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const stored = isObject(content) ? (content[STORAGE.key] ?? {}) : content;
    if (!isObject(stored)) throw new Error('not an object');
    return stored as Given;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code && NO_SUCH_FILE.includes(code)) return {};
    if (code) throw new Refusal(`${file} can't be read (${code}). Change its permissions, or take another folder`);
    throw new Refusal(
      `${file} can't be read as JSON (${message}). Mend it, or delete it: then the questions are asked again`,
    );
  }
}
