import { lstatSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { StagedFile } from './staging.ts';

/**
 * How a file stands to what is there: `outdated` is just as earlier answers made it, so it may be replaced unasked; `edited` was changed by
 * a person while these answers have nothing new for it, so it stays; `differs` is everything else.
 */
export type Difference = 'create' | 'identical' | 'outdated' | 'edited' | 'differs';

/** Whether a file holds just that; one that may not be read does not. */
function holds(file: string, contents: Buffer): boolean {
  try {
    return readFileSync(file).equals(contents);
  } catch {
    return false;
  }
}

/**
 * How each file of a project stands to what is in the folder. A folder or a dead link in a file's place counts as different.
 * @param earlier the files that the answers of the run before make; none where the folder is no project yet.
 */
export function compare(
  folder: string,
  files: readonly StagedFile[],
  earlier: ReadonlyMap<string, string> = new Map(),
): Map<string, Difference> {
  return new Map(
    files.map((file): [string, Difference] => {
      const there = path.join(folder, file.path);
      if (!lstatSync(there, { throwIfNoEntry: false })) return [file.path, 'create'];
      if (!statSync(there, { throwIfNoEntry: false })?.isFile()) return [file.path, 'differs'];
      const contents = Buffer.from(file.contents);
      if (holds(there, contents)) return [file.path, 'identical'];
      const before = earlier.get(file.path);
      if (before === undefined) return [file.path, 'differs'];
      if (holds(there, Buffer.from(before))) return [file.path, 'outdated'];
      return [file.path, contents.equals(Buffer.from(before)) ? 'edited' : 'differs'];
    }),
  );
}

/** The files of the run before (relative paths) that these answers do not make any more and that are still in the folder. */
export function unused(
  folder: string,
  files: readonly StagedFile[],
  earlier: ReadonlyMap<string, string>,
): readonly string[] {
  const made = new Set(files.map((file) => file.path));
  return [...earlier.keys()].filter(
    (file) => !made.has(file) && lstatSync(path.join(folder, file), { throwIfNoEntry: false }),
  );
}

/** What in the folder is no folder but would have to be one for these files (relative paths); of nested ones the outermost. */
export function obstacles(folder: string, paths: Iterable<string>): string[] {
  const found = new Set<string>();
  for (const file of paths) {
    for (let end = file.indexOf('/'); end > 0; end = file.indexOf('/', end + 1)) {
      const one = file.slice(0, end);
      if (!lstatSync(path.join(folder, one), { throwIfNoEntry: false })) break;
      if (statSync(path.join(folder, one), { throwIfNoEntry: false })?.isDirectory()) continue;
      found.add(one);
      break;
    }
  }
  return [...found];
}
