import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { output } from '../engine/output.ts';
import { type Cost, timed } from './measure.ts';

/** Another generator, with a template that makes the very files that ours makes. */
export interface Peer {
  name: string;
  /** Makes a project in a new folder. */
  generate: (parent: string) => Cost;
}

/** The files of a project: path with forward slashes -> text. */
export function filesOf(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return [path.relative(folder, file).split(path.sep).join('/'), readFileSync(file, 'utf8')];
    }),
  );
}

/** A Jinja template that gives this text: every place where the name stands is filled in, all else is taken as it is. */
function templateOf(text: string, name: string, variable: string): string {
  return text
    .split(name)
    .map((piece) => (piece === '' ? '' : `{% raw %}${piece}{% endraw %}`))
    .join(`{{ ${variable} }}`);
}

function writeTemplate(folder: string, files: ReadonlyMap<string, string>, name: string, variable: string): void {
  for (const [file, text] of files) {
    const to = path.join(folder, file.replaceAll(name, `{{ ${variable} }}`));
    mkdirSync(path.dirname(to), { recursive: true });
    writeFileSync(to, templateOf(text, name, variable));
  }
}

/** Installs a package from the package index into a virtual environment of its own; the path of its command. */
function install(name: string, room: string): string {
  const environment = path.join(room, `${name}-environment`);
  const commands = path.join(environment, process.platform === 'win32' ? 'Scripts' : 'bin');
  output(process.platform === 'win32' ? 'python' : 'python3', ['-m', 'venv', environment]);
  output(path.join(commands, 'python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', name]);
  return path.join(commands, name);
}

/** copier, with a template of its own for these files. */
export function copier(room: string, files: ReadonlyMap<string, string>, name: string): Peer {
  const command = install('copier', room);
  const template = path.join(room, 'copier-template');
  mkdirSync(template);
  // Every file is a template, as with the others.
  writeFileSync(path.join(template, 'copier.yml'), `_templates_suffix: ""\nname:\n  type: str\n  default: ${name}\n`);
  writeTemplate(template, files, name, 'name');
  return {
    name: 'copier',
    generate: (parent) => timed(command, ['copy', '--defaults', '--quiet', template, path.join(parent, name)]),
  };
}

/** cookiecutter, with a template of its own for these files. */
export function cookiecutter(room: string, files: ReadonlyMap<string, string>, name: string): Peer {
  const command = install('cookiecutter', room);
  const template = path.join(room, 'cookiecutter-template');
  writeTemplate(path.join(template, '{{ cookiecutter.name }}'), files, name, 'cookiecutter.name');
  writeFileSync(path.join(template, 'cookiecutter.json'), JSON.stringify({ name }));
  // It would keep answers and templates in the home folder.
  const settings = path.join(room, 'cookiecutter.yaml');
  const kept = (folder: string) => JSON.stringify(path.join(room, folder));
  writeFileSync(settings, `cookiecutters_dir: ${kept('cookiecutters')}\nreplay_dir: ${kept('replay')}\n`);
  return {
    name: 'cookiecutter',
    generate: (parent) => timed(command, ['--no-input', '--config-file', settings, '--output-dir', parent, template]),
  };
}
