import { existsSync, lstatSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/*
 * No half project: files are written to a staging folder and then renamed into place. A new folder appears with one rename. In a
 * folder that exists, the staging folder is first renamed to `ready`; from then on the change is finished by the next run should
 * this one be killed. Everything is synchronous, so that a signal with a handler is served before or after, never in between.
 */

/** The project's own corner for what is not part of the project: staging, backups, logs. It is ignored by git and Docker. */
export const OWN_FOLDER = '.ml-docker';

/** A file to be written: path relative to the project with forward slashes, and text. */
export interface StagedFile {
  path: string;
  contents: string | Buffer;
}

/** A file of the user's that was replaced, and where it is kept. */
export interface Kept {
  path: string;
  backup: string;
}

/** Makes a folder and those around it, one by one: made in one go, a read-only disk would look like a missing folder. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(path.dirname(folder));
  mkdirSync(folder);
}

function writeAll(folder: string, files: readonly StagedFile[]): void {
  makeFolder(folder);
  for (const file of files) {
    const to = path.join(folder, file.path);
    mkdirSync(path.dirname(to), { recursive: true });
    writeFileSync(to, file.contents);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Removes staging folders of runs that were killed. */
function sweep(parent: string, prefix: string): void {
  if (!existsSync(parent)) return;
  for (const name of readdirSync(parent)) {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length)) : Number.NaN;
    if (pid > 0 && !isRunning(pid)) rmSync(path.join(parent, name), { recursive: true, force: true });
  }
}

/** The topmost folder that has to be made for this one, so that a failure can take it away again. */
function firstMissing(folder: string): string | undefined {
  if (existsSync(folder)) return undefined;
  return firstMissing(path.dirname(folder)) ?? folder;
}

function intoNewFolder(folder: string, files: readonly StagedFile[]): void {
  const parent = path.dirname(folder);
  const prefix = `.${path.basename(folder)}.ml-docker-`;
  const made = firstMissing(parent);
  const staging = path.join(parent, `${prefix}${process.pid}`);
  try {
    sweep(parent, prefix);
    writeAll(staging, files);
    renameSync(staging, folder);
  } catch (error) {
    rmSync(staging, { recursive: true, force: true });
    if (made) removeEmpty(parent, made);
    throw error;
  }
}

/** Takes a step back where that is possible; the error that led to it is the one to tell. */
function attempt(step: () => void): void {
  try {
    step();
  } catch {}
}

/** Removes a folder, unless something else is in it. */
function removeIfEmpty(folder: string): void {
  attempt(() => rmdirSync(folder));
}

/** Removes the folders that were made for a file, from the innermost to the outermost, as far as nothing else is in them. */
function removeEmpty(innermost: string, outermost: string): void {
  for (let one = innermost; one.length >= outermost.length; one = path.dirname(one)) removeIfEmpty(one);
}

/** Moves a file, into folders that are made for it. What takes it all back is added to `undo`. */
function move(from: string, to: string, undo: (() => void)[]): void {
  const made = firstMissing(path.dirname(to));
  if (made) undo.push(() => removeEmpty(path.dirname(to), made));
  makeFolder(path.dirname(to));
  renameSync(from, to);
  undo.push(() => renameSync(to, from));
}

/**
 * Moves what an earlier run had ready into place; a file that it replaces goes to .ml-docker/backup/ first.
 * @returns the files that were replaced.
 * @throws the file system's error; every file is back where it was then.
 */
export function finishMove(folder: string): Kept[] {
  const own = path.join(folder, OWN_FOLDER);
  const ready = path.join(own, 'ready');
  if (!existsSync(own)) return [];
  sweep(own, 'staging-');
  removeIfEmpty(own);
  if (!existsSync(ready)) return [];
  const stamp = new Date().toISOString().slice(0, 23).replaceAll(':', '-');
  const kept: Kept[] = [];
  const undo: (() => void)[] = [];
  try {
    for (const entry of readdirSync(ready, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const from = path.join(entry.parentPath, entry.name);
      const relative = path.relative(ready, from);
      const to = path.join(folder, relative);
      if (lstatSync(to, { throwIfNoEntry: false })) {
        const backup = path.join(own, 'backup', stamp, relative);
        move(to, backup, undo);
        kept.push({ path: relative, backup: path.relative(folder, backup) });
      }
      move(from, to, undo);
    }
  } catch (error) {
    for (const step of undo.reverse()) attempt(step);
    throw error;
  }
  rmSync(ready, { recursive: true, force: true });
  removeIfEmpty(own);
  return kept;
}

function intoExistingFolder(folder: string, files: readonly StagedFile[]): Kept[] {
  const own = path.join(folder, OWN_FOLDER);
  const staging = path.join(own, `staging-${process.pid}`);
  const ready = path.join(own, 'ready');
  finishMove(folder); // of a run that was killed: what it had ready is not ours to replace
  let left = staging;
  try {
    writeAll(staging, files);
    renameSync(staging, ready);
    left = ready;
    return finishMove(folder);
  } catch (error) {
    rmSync(left, { recursive: true, force: true });
    removeIfEmpty(own);
    throw error;
  }
}

/**
 * Writes files into a folder, all of them or none.
 * @param folder absolute path; it and its parents are made where they are missing.
 * @returns the files that were replaced, with where they are kept.
 * @throws the file system's error; nothing was written then.
 */
export function writeProject(folder: string, files: readonly StagedFile[]): Kept[] {
  if (existsSync(folder)) return intoExistingFolder(folder, files);
  intoNewFolder(folder, files);
  return [];
}
