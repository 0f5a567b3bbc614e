import type { ListedBase, ListedLibrary, Listing, Support } from './listing.ts';

/* What stands in one cell of the list. */

/** Python versions in short: '3.11-3.13' for those that follow each other among all, else '3.11, 3.13'. */
export function span(pythons: readonly string[], all: readonly string[]): string {
  const runs: string[][] = [];
  for (const python of pythons) {
    const run = runs.at(-1);
    if (run && all.indexOf(python) === all.indexOf(run.at(-1) as string) + 1) run.push(python);
    else runs.push([python]);
  }
  return runs.map((run) => (run.length > 1 ? `${run[0]}-${run.at(-1)}` : run[0])).join(', ');
}

/** A size in whole megabytes; what is not known is said to be unknown. */
export function size(megabytes: number | null): string {
  if (megabytes === null) return 'unknown';
  return megabytes < 1 ? '<1' : String(Math.round(megabytes));
}

/** How a library runs on a base: 'no', 'yes' on each of its Pythons, or on which. */
export function verdict({ supported, pythons }: Support, base: ListedBase): string {
  if (!supported) return 'no';
  return pythons.length === base.pythons.length ? 'yes' : span(pythons, base.pythons);
}

/** What is to be known beside the verdict: why not, or where it comes from. */
export function remark({ reason, note }: Support): string | undefined {
  return reason ?? note ?? undefined;
}

/** What a person types, and how people call it where that is another word: 'torch (PyTorch)'. */
export function fullName({ id, label }: ListedLibrary): string {
  const bare = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');
  return bare(id) === bare(label) ? id : `${id} (${label})`;
}

/** How a library runs on a base. */
export function supportOn(library: ListedLibrary, base: ListedBase): Support {
  return library.bases[base.id] as Support;
}

/** The libraries below their headings. */
export function groupsOf({ libraries }: Listing): [group: string, libraries: ListedLibrary[]][] {
  const groups = [...new Set(libraries.map(({ group }) => group))];
  return groups.map((group) => [group, libraries.filter((library) => library.group === group)]);
}
