import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

/**
 * Parts of Yeoman that a generator may use and this one doesn't: installing and looking up generators, git, a command line and progress
 * of its own, encodings of a text editor. They are two thirds of the code that Yeoman loads.
 */
const ABSENT =
  /^(fly-import|simple-git|globby|latest-version|locate-path|which-package-manager|text-table|github-username|commander|ora|normalize-package-data|@inquirer\/external-editor)$/;
/** The same, where another part needs them: what this generator itself starts, it starts with execa; lodash as a whole is only handed on. */
const ABSENT_FROM = [
  [/^execa$/, /node_modules[\\/]yeoman-/],
  [/^lodash-es$/, /yeoman-generator[\\/]dist[\\/]generator\.js$/],
];

const withoutAbsent = {
  name: 'without absent modules',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: ABSENT }, ({ path }) => ({ path, namespace: 'absent' }));
    for (const [filter, importer] of ABSENT_FROM) {
      onResolve({ filter }, (args) =>
        importer.test(args.importer) ? { path: args.path, namespace: 'absent' } : undefined,
      );
    }
    onLoad({ filter: /.*/, namespace: 'absent' }, () => ({
      contents: 'module.exports = Object.assign(() => ({}), { FlyRepository: class {}, Command: class {} })',
      loader: 'js',
    }));
  },
};

/** Yeoman's adapter makes its prompts when it starts. Here it loads them when the first one is asked: most runs ask nothing. */
const lateInquirer = {
  name: 'late inquirer',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(inquirer|@inquirer\/core)$/ }, ({ path, importer }) =>
      /@yeoman[\\/]adapter[\\/]dist[\\/][\w-]+\.js$/.test(importer) ? { path, namespace: 'late' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'late' }, () => ({
      contents: `export class Separator {
        type = 'separator';
        constructor(separator = '\u2500'.repeat(14)) { this.separator = separator; }
      }
      export function createPromptModule(options) {
        const ask = async (...asked) => (await import('inquirer')).createPromptModule(options)(...asked);
        return Object.assign(ask, { prompts: {}, registerPrompt() {}, restoreDefaultPrompts() {} });
      }`,
      resolveDir: import.meta.dirname,
      loader: 'js',
    }));
  },
};

/** One copy of a module that two parts of Yeoman bring along, of the same version. */
const oneSemver = {
  name: 'one semver',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^semver$/ }, ({ path, kind, pluginData }) =>
      pluginData === 'resolved'
        ? undefined
        : resolve(path, { kind, resolveDir: 'node_modules/yeoman-environment', pluginData: 'resolved' }),
    );
  },
};

// Everything in one package of a few files: it starts in a quarter of the time, and installing it fetches nothing else.
const common = {
  outdir: 'dist',
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.17',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  logLevel: 'warning',
};
rmSync('dist', { recursive: true, force: true });

// The bin is one small file, so that --help and --version read nothing else.
const mainApart = {
  name: 'main apart',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/main\.ts$/ }, () => ({ path: './main.js', external: true }));
  },
};
await build({ ...common, entryPoints: ['generators/cli.ts'], plugins: [mainApart] });

const { metafile } = await build({
  ...common,
  metafile: true,
  entryPoints: { main: 'generators/main.ts', generator: 'generators/app/index.ts' },
  splitting: true,
  plugins: [withoutAbsent, lateInquirer, oneSemver],
  // What CommonJS modules in the bundle expect to find.
  define: { __filename: 'import.meta.filename', __dirname: 'import.meta.dirname' },
  banner: {
    js: "import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);",
  },
});

/** The licences of the packages whose code is in the bundle: they ask to be handed on with it. */
function licences({ outputs }) {
  const files = Object.values(outputs).flatMap(({ inputs }) =>
    Object.keys(inputs).filter((file) => inputs[file].bytesInOutput > 0),
  );
  const folders = files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []);
  return [...new Set(folders)].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
    return `${name} ${version}: ${license}\n\n${file ? readFileSync(path.join(folder, file), 'utf8').trim() : ''}\n`;
  });
}
writeFileSync('dist/LICENSES.txt', licences(metafile).join(`\n${'-'.repeat(80)}\n\n`));

// Read when they are needed, from beside the code: generators/catalog/wheels.ts and sizes.ts.
for (const file of ['wheels.json', 'sizes.json']) copyFileSync(`generators/catalog/${file}`, `dist/${file}`);

// Where Yeoman looks for it. The code itself lies in dist/, as parts of Yeoman read ../package.json.
mkdirSync('dist/generators/app', { recursive: true });
writeFileSync('dist/generators/app/index.js', "export { default } from '../../generator.js';\n");
