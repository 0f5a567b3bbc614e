import { wrap } from '../app/wrap.ts';

/** How a heading is shown. */
export type Style = (heading: string) => string;

/** Between two columns, and before a row. */
export const GAP = '  ';
/** Text is set below what it belongs to where fewer columns than these are left beside it. */
const NARROW = 24;

/** The length of the longest text. */
export function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length));
}

/** Text in lines of at most so many columns, all of them behind a margin. */
export function block(text: string, columns: number, margin = 0, indent = 0): string[] {
  return wrap(text, columns - margin, indent)
    .split('\n')
    .map((line) => ' '.repeat(margin) + line);
}

/** Text beside the words that it explains, going on below itself; on a narrow screen below those words. */
export function beside(words: string, text: string, columns: number): string[] {
  if (columns - words.length < NARROW) return [words.trimEnd(), ...block(text, columns, 2 * GAP.length)];
  const [first = '', ...others] = block(text, columns, words.length);
  return [words + first.slice(words.length), ...others];
}

/** Rows of words in columns; the last column is a text that goes on below itself. */
export function rows(cells: readonly (readonly string[])[], columns: number): string[] {
  const widths = (cells[0] ?? []).slice(0, -1).map((_, index) => widest(cells.map((row) => row[index] as string)));
  return cells.flatMap((row) => {
    const words = widths.map((width, index) => GAP + (row[index] as string).padEnd(width));
    return beside(words.join('') + GAP, row.at(-1) as string, columns);
  });
}
