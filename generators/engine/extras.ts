import { each } from './reasons.ts';

/** What uv warns of: an extra that is not there, with the package and its version. */
const WARNING = /package `(?<name>[^`=]+)==(?<version>[^`]+)` does not have an extra named `(?<extra>[^`]+)`/;

/** A sentence for each extra that was asked for and that the package does not have: uv only warns, and goes on without it. */
export function extraNotes(lines: readonly string[]): string[] {
  return each(
    lines.flatMap((line) => {
      const found = WARNING.exec(line)?.groups;
      return found ? [`${found.name} ${found.version} has no extra "${found.extra}": nothing was added for it.`] : [];
    }),
  );
}
