import { lstatSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { StagedFile } from './staging.ts';

export type Difference = 'create' | 'identical' | 'differs';

/** Whether a file holds just that; one that may not be read does not. */
function holds(file: string, contents: Buffer): boolean {
  try {
    return readFileSync(file).equals(contents);
  } catch {
    return false;
  }
}

/** How each file of a project stands to what is in the folder. A folder or a dead link in a file's place counts as different. */
export function compare(folder: string, files: readonly StagedFile[]): Map<string, Difference> {
  return new Map(
    files.map((file): [string, Difference] => {
      const there = path.join(folder, file.path);
      if (!lstatSync(there, { throwIfNoEntry: false })) return [file.path, 'create'];
      if (!statSync(there, { throwIfNoEntry: false })?.isFile()) return [file.path, 'differs'];
      return [file.path, holds(there, Buffer.from(file.contents)) ? 'identical' : 'differs'];
    }),
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
