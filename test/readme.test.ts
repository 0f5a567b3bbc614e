import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { explainOptions } from '../generators/app/options.ts';
import { BASES, type Base } from '../generators/catalog/bases.ts';
import { GROUPS, LIBRARIES, type Library } from '../generators/catalog/libraries.ts';
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

const PARTS: Record<string, string> = {
  options: `\`\`\`\n${explainOptions()}\n\`\`\``,
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
