import { span } from './cells.ts';
import type { Listing } from './listing.ts';
import { block, GAP, rows, type Style } from './rows.ts';
import { stack } from './stack.ts';
import { table } from './table.ts';

/** Why sizes are unknown, where that is known. */
function unknownLines({ libraries }: Listing, columns: number): string[] {
  const reasons = new Set(libraries.flatMap(({ megabytes, unproven }) => (megabytes === null && unproven) || []));
  const lines = [...reasons].flatMap((reason) => block(`unknown: ${reason}`, columns, GAP.length, GAP.length));
  return lines.length > 0 ? ['', ...lines] : [];
}

/**
 * The list for people: bases, then libraries by group, in lines of at most so many columns.
 * @param style how a heading is shown; as it is where nothing is given.
 */
export function listLines(facts: Listing, columns: number, style: Style = (heading) => heading): string[] {
  const pythons = [...new Set(facts.bases.flatMap((base) => base.pythons))].sort();
  const bases = facts.bases.map((base) => [base.id, `Python ${span(base.pythons, pythons)}`, base.purpose]);
  return [
    style('Base images (--base)'),
    ...rows(bases, columns),
    '',
    style('Libraries (--libraries)'),
    ...(table(facts, columns, style) ?? stack(facts, columns, style)),
    ...unknownLines(facts, columns),
  ];
}
