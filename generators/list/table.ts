import { fullName, groupsOf, remark, size, supportOn, verdict } from './cells.ts';
import type { ListedLibrary, Listing } from './listing.ts';
import { block, GAP, rows, type Style, widest } from './rows.ts';

/** A column: its heading, and what it has for each library. */
interface Column {
  heading: string;
  cells: ReadonlyMap<ListedLibrary, string>;
  right?: true;
}

function columnOf(heading: string, { libraries }: Listing, cell: (library: ListedLibrary) => string): Column {
  return { heading, cells: new Map(libraries.map((library) => [library, cell(library)])) };
}

function widthOf({ heading, cells }: Column): number {
  return widest([heading, ...cells.values()]);
}

/** Cells side by side, the first one at the margin. */
function line(columns: readonly Column[], cell: (column: Column) => string): string {
  const padded = columns.map((column) =>
    column.right ? cell(column).padStart(widthOf(column)) : cell(column).padEnd(widthOf(column)),
  );
  return padded.join(GAP).trimEnd();
}

/** How it runs on each base, with the numbers of remarks; and the remarks, numbered as they are read: row by row. */
function verdictColumns(facts: Listing): { columns: Column[]; remarks: string[] } {
  const all = facts.libraries.flatMap((library) => facts.bases.map((base) => remark(supportOn(library, base))));
  const remarks = [...new Set(all.filter((text) => text !== undefined))];
  const columns = facts.bases.map((base) =>
    columnOf(base.id, facts, (library) => {
      const support = supportOn(library, base);
      const text = remark(support);
      return verdict(support, base) + (text === undefined ? '' : ` (${remarks.indexOf(text) + 1})`);
    }),
  );
  return { columns, remarks };
}

/**
 * The libraries as a table, one a line, what is to be said of them below it; with their purposes where the screen holds them.
 * undefined where it is too narrow for a table.
 */
export function table(facts: Listing, columns: number, style: Style): string[] | undefined {
  const { columns: verdicts, remarks } = verdictColumns(facts);
  const facing: Column[] = [
    { ...columnOf('MB', facts, ({ megabytes }) => size(megabytes)), right: true },
    { ...columnOf('GPU MB', facts, ({ gpu }) => (gpu ? size(gpu.megabytes) : '')), right: true },
    ...verdicts,
  ];
  const left = columns - facing.reduce((sum, one) => sum + GAP.length + widthOf(one), 0);
  const fits = (text: string) => GAP.length + text.length <= left;
  const groups = groupsOf(facts);
  if (!facts.libraries.every(({ id }) => fits(id)) || groups.some(([group]) => group.length > left)) return undefined;

  const nameOf = (library: ListedLibrary) => GAP + (fits(fullName(library)) ? fullName(library) : library.id);
  const names = columnOf(
    groups.reduce((longest, [group]) => (group.length > longest.length ? group : longest), ''),
    facts,
    nameOf,
  );
  const purposes = columnOf('', facts, ({ purpose }) => purpose);
  const purposesFit = widthOf(names) + GAP.length + widthOf(purposes) <= left;
  const all = [names, ...(purposesFit ? [purposes] : []), ...facing];
  return [
    ...block(
      `MB: the download with all that it needs, without and with --gpu (x86-64, measured on ${facts.measured}). yes: on every Python of that base.`,
      columns,
    ),
    ...groups.flatMap(([group, libraries]) => [
      '',
      style(line(all, (one) => (one === names ? group : one.heading))),
      ...libraries.map((library) => line(all, ({ cells }) => cells.get(library) as string)),
    ]),
    ...(remarks.length > 0 ? [''] : []),
    ...rows(
      remarks.map((text, index) => [`(${index + 1})`.padStart(`(${remarks.length})`.length), text]),
      columns,
    ),
  ];
}
