import { fullName, groupsOf, remark, size, supportOn, verdict } from './cells.ts';
import type { ListedLibrary, Listing } from './listing.ts';
import { beside, block, GAP, type Style } from './rows.ts';

function sizes({ megabytes, gpu }: ListedLibrary): string {
  const spoken = (known: number | null) => (known === null ? 'unknown' : `${size(known)} MB`);
  return `${megabytes === null ? 'size ' : ''}${spoken(megabytes)}${gpu ? `, GPU ${spoken(gpu.megabytes)}` : ''}`;
}

/** The bases on which something is to be known of a library, and what. */
function exceptions(library: ListedLibrary, { bases }: Listing): string[] {
  return bases.flatMap((base) => {
    const support = supportOn(library, base);
    const pythons = support.supported ? 'Python ' : '';
    const short = verdict(support, base);
    const said = [short === 'yes' ? undefined : pythons + short, remark(support)].filter((one) => one !== undefined);
    return said.length > 0 ? [`${base.id}: ${said.join(', ')}`] : [];
  });
}

/** The libraries for a screen that is too narrow for a table: below each only the bases on which it is not simply there. */
export function stack(facts: Listing, columns: number, style: Style): string[] {
  return [
    ...block(
      `MB: the download with all that it needs, without and with --gpu (x86-64, measured on ${facts.measured}). A library runs on every base and Python, but for what is said below it.`,
      columns,
    ),
    ...groupsOf(facts).flatMap(([group, libraries]) => [
      '',
      style(group),
      ...libraries.flatMap((library) => [
        ...beside(`${GAP}${fullName(library)}: `, sizes(library), columns),
        ...exceptions(library, facts).flatMap((text) => block(text, columns, 2 * GAP.length, GAP.length)),
      ]),
    ]),
  ];
}
