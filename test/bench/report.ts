import { type Outcome, type Ratio, ratioOf } from './comparison.ts';
import type { Cost } from './measure.ts';

function figure(value: number): string {
  return value.toFixed(value < 0.1 ? 3 : 2);
}

function shown(ratio: Ratio | undefined): string {
  return ratio ? `${figure(ratio.median)} (${figure(ratio.least)}-${figure(ratio.most)})` : '-';
}

function verdict({ goal, wall }: Outcome): string {
  if (goal === undefined) return '';
  return wall.median <= goal ? 'reached' : 'missed';
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** The table of all that was measured: ratios, medians of pairs with their extremes. */
export function table(outcomes: readonly Outcome[]): string[] {
  return aligned([
    ['what', 'against', 'goal', 'wall: median (least-most)', 'CPU', 'pairs', ''],
    ...outcomes.map((outcome) => [
      outcome.name,
      outcome.against,
      outcome.goal === undefined ? '-' : `<= ${outcome.goal}`,
      shown(outcome.wall),
      shown(outcome.cpu),
      String(outcome.pairs),
      [verdict(outcome), outcome.note].filter(Boolean).join('; '),
    ]),
  ]);
}

/** How quiet the machine was: the spread of the smallest program there is. */
export function noise(costs: readonly Cost[]): string {
  const { median, least, most } = ratioOf(costs.map(({ wall }) => wall * 1000));
  return `noise: node -e 0 took ${median.toFixed(0)} ms (${least.toFixed(0)}-${most.toFixed(0)}, ${costs.length} runs), so ${figure(least / median)}-${figure(most / median)} of its median`;
}
