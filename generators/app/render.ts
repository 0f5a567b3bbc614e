import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ejs from 'ejs';
import { APPS } from '../catalog/apps.ts';
import { TEMPLATES } from '../paths.ts';
import type { Plan } from './plan.ts';

/** Whether a template belongs to this plan: what a GPU, a C library or an app needs comes only when that was chosen. */
function belongs(template: string, plan: Plan): boolean {
  if (template.startsWith('compose.gpu.yaml')) return plan.gpu;
  if (template === 'docker/musl.sh') return plan.musl;
  const module = /\/(?:test_)?(\w+)\.py(?:\.ejs)?$/.exec(template)?.[1];
  return !APPS.some(({ id }) => id === module) || plan.apps.some(({ id }) => id === module);
}

/** npm leaves a file named .gitignore out of a package: in templates/ it is named _gitignore. */
function destination(template: string, plan: Plan): string {
  return template
    .replace('_package_', plan.package)
    .replace('_gitignore', '.gitignore')
    .replace(/\.ejs$/, '');
}

/** The files of a project: path -> text, with forward slashes, sorted by path. Nothing is escaped: every value was checked before. */
export function render(plan: Plan, templates: string = TEMPLATES): Map<string, string> {
  const root = path.join(templates, 'project');
  /** Whether a template is there, for what a library may have and need not: 'libraries/tests/numpy.py.ejs'. */
  const has = (template: string): boolean => existsSync(path.join(templates, template));
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .filter((template) => belongs(template, plan))
    .map((template): [string, string] => {
      const filename = path.join(root, template);
      const text = readFileSync(filename, 'utf8').replaceAll('\r\n', '\n'); // as git on Windows may write them
      const rendered = template.endsWith('.ejs') ? ejs.render(text, { plan, has }, { filename, escape: String }) : text;
      return [destination(template, plan), rendered];
    });
  return new Map(files.sort(([one], [other]) => (one < other ? -1 : 1)));
}
