import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Conflicter } from '@yeoman/conflicter';
import { cancellable } from './cancel.ts';
import type { Collected } from './collect.ts';
import type { Difference } from './compare.ts';
import { planOf } from './plan.ts';
import { Refusal } from './refusal.ts';
import { render } from './render.ts';
import type { StagedFile } from './staging.ts';
import { STORAGE, type Target } from './target.ts';
import { readVersions } from './versions.ts';

/**
 * The files that the answers of the run before make, to tell a person's edits from them. Where nothing but the files is asked for and the
 * answers are the same, there is no run before: every file that differs is asked about.
 */
export function filesBefore({ earlier, answers, delivery }: Collected): Map<string, string> {
  if (!earlier || (delivery === 'files' && isDeepStrictEqual(earlier, answers))) return new Map();
  return render(planOf(earlier, readVersions()));
}

/** How files that differ are dealt with. */
export interface Terms {
  target: Target;
  /** Replaces them unasked. */
  force: boolean;
  /** Yeoman's adapter, to ask about them; absent where there is no terminal. */
  adapter?: unknown;
}

/**
 * The files that may be written: new ones, ones that nobody has edited, and of those that differ the ones that a person agrees to replace.
 * @throws Refusal with the list of files that differ where there is nobody to ask.
 */
export async function agree(
  files: readonly StagedFile[],
  differences: ReadonlyMap<string, Difference>,
  { target, force, adapter }: Terms,
): Promise<StagedFile[]> {
  const staying: readonly (Difference | undefined)[] = force ? ['identical'] : ['identical', 'edited'];
  const changed = files.filter((file) => !staying.includes(differences.get(file.path)));
  const conflicts = changed.filter((file) => differences.get(file.path) === 'differs' && file.path !== STORAGE.file);
  if (conflicts.length === 0 || force) return changed;
  if (!adapter) {
    throw new Refusal([
      `${target.shown} holds files that differ from what these answers make:`,
      ...conflicts.map((file) => `  ${file.path}`),
      'Nothing was written. To replace them (the old ones are kept in .ml-docker/backup/): add --force. To see more: add --dry-run',
    ]);
  }
  const conflicter = new Conflicter(adapter as never, {
    cwd: target.folder,
    customizeActions: (actions) =>
      actions.filter((action) => !/experimental/.test(String((action as { name?: string }).name))),
  });
  const skipped = new Set<string>();
  for (const file of conflicts) {
    const there = path.join(target.folder, file.path);
    const asked = await cancellable(conflicter.checkForCollision({ path: there, contents: file.contents } as never));
    if (asked.conflicter === 'skip') skipped.add(file.path);
  }
  return changed.filter((file) => !skipped.has(file.path));
}
