import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { explainOptions } from '../generators/app/options.ts';
import { verbOf } from '../generators/app/verbs.ts';
import { BASES, type Base } from '../generators/catalog/bases.ts';
import { GROUPS, LIBRARIES, type Library, libraryOf } from '../generators/catalog/libraries.ts';
import { PRESETS, type Preset, presetOn } from '../generators/catalog/presets.ts';
import { sourceNote, unsupported } from '../generators/catalog/support.ts';

const README = path.join(import.meta.dirname, '..', 'README.md');

function cell(library: Library, base: Base): string {
  const reason = unsupported(library, base);
  if (reason) return `no: ${reason}`;
  const note = sourceNote(library, base);
  return note ? `yes, ${note}` : 'yes';
}

function libraryTable(): string {
  return [
    `| library | for | ${BASES.map(({ label }) => label).join(' | ')} |`,
    `|---|---|${BASES.map(() => '---').join('|')}|`,
    ...GROUPS.flatMap((group) => LIBRARIES.filter((library) => library.group === group)).map(
      (library: Library) =>
        `| ${library.label} | ${library.purpose} | ${BASES.map((base) => cell(library, base)).join(' | ')} |`,
    ),
  ].join('\n');
}

function presetCell(preset: Preset, base: Base): string {
  const { leftOut, lacks } = presetOn(preset, base);
  if (lacks) return `no: lacks ${lacks}`;
  return leftOut ? `without ${leftOut.because}` : 'yes';
}

function presetTable(): string {
  return [
    `| \`--preset\` | for | libraries | ${BASES.map(({ label }) => label).join(' | ')} |`,
    `|---|---|---|${BASES.map(() => '---').join('|')}|`,
    ...PRESETS.map((preset: Preset) => {
      const labels = preset.libraries.map((id) => libraryOf(id).label).join(', ');
      const cells = BASES.map((base) => presetCell(preset, base)).join(' | ');
      return `| \`${preset.id}\` | ${preset.purpose} | ${labels} | ${cells} |`;
    }),
  ].join('\n');
}

function code(text: string, language = ''): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

/** The shape of what `list --json` prints, as the code declares it. */
function listShape(): string {
  const source = readFileSync(path.join(import.meta.dirname, '..', 'generators', 'list', 'listing.ts'), 'utf8');
  const interfaces = source.match(/^export interface \w+ \{\n[\s\S]*?^\}/gm) ?? [];
  return interfaces.join('\n\n').replaceAll('export ', '');
}

const PARTS: Record<string, string> = {
  options: code(explainOptions(verbOf('new').options)),
  'list options': code(explainOptions(verbOf('list').options)),
  'list shape': code(listShape(), 'ts'),
  presets: presetTable(),
  libraries: libraryTable(),
};

/** The README with every generated part made anew; they stand between `<!-- NAME -->` and `<!-- /NAME -->`. */
function renewed(readme: string): string {
  return Object.entries(PARTS).reduce(
    (text, [name, part]) =>
      text.replace(
        new RegExp(`<!-- ${name} -->[\\s\\S]*?<!-- /${name} -->`),
        () => `<!-- ${name} -->\n${part}\n<!-- /${name} -->`,
      ),
    readme,
  );
}

describe('the README', () => {
  it.each(Object.keys(PARTS))('shows the %s that the code has (UPDATE_README=1 writes them)', (name) => {
    const readme = readFileSync(README, 'utf8');
    expect(readme).toContain(`<!-- ${name} -->`);
    if (process.env.UPDATE_README) writeFileSync(README, renewed(readme));
    expect(readFileSync(README, 'utf8')).toBe(renewed(readme));
  });
});
