import { span } from './cells.ts';
import type { ListedPreset, Listing } from './listing.ts';
import { block, GAP, rows, type Style } from './rows.ts';
import { stack } from './stack.ts';
import { table } from './table.ts';

/** The libraries of a preset, and the bases that lack some of them, or all that it is about. */
function presetText({ libraries, bases }: ListedPreset): string {
  const lacking = Object.entries(bases).flatMap(([base, { reason, libraries: there }]) => {
    const without = libraries.filter((id) => !there.includes(id));
    if (reason) return [`not on ${base}`];
    return without.length > 0 ? [`on ${base} without ${without.join(', ')}`] : [];
  });
  return [libraries.join(', '), ...lacking].join('; ');
}

/** Why sizes are unknown, where that is known. */
function unknownLines({ libraries }: Listing, columns: number): string[] {
  const reasons = new Set(libraries.flatMap(({ megabytes, unproven }) => (megabytes === null && unproven) || []));
  const lines = [...reasons].flatMap((reason) => block(`unknown: ${reason}`, columns, GAP.length, GAP.length));
  return lines.length > 0 ? ['', ...lines] : [];
}

/**
 * The list for people: bases, presets, libraries by group, in lines of at most so many columns.
 * @param style how a heading is shown; as it is where nothing is given.
 */
export function listLines(facts: Listing, columns: number, style: Style = (heading) => heading): string[] {
  const pythons = [...new Set(facts.bases.flatMap((base) => base.pythons))].sort();
  const bases = facts.bases.map((base) => [base.id, `Python ${span(base.pythons, pythons)}`, base.purpose]);
  return [
    style('Base images (--base)'),
    ...rows(bases, columns),
    '',
    style('Presets (--preset)'),
    ...rows(
      facts.presets.map((preset) => [preset.id, presetText(preset)]),
      columns,
    ),
    '',
    style('Libraries (--libraries)'),
    ...(table(facts, columns, style) ?? stack(facts, columns, style)),
    ...unknownLines(facts, columns),
  ];
}
