import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

/**
 * Parts of Yeoman that a generator may use and this one doesn't: installing and looking up generators, git, encodings of a text
 * editor. They are two thirds of the code that Yeoman loads.
 */
const ABSENT =
  /^(fly-import|simple-git|globby|latest-version|iconv-lite|locate-path|which-package-manager|text-table|github-username)$/;

const withoutAbsent = {
  name: 'without absent modules',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: ABSENT }, ({ path }) => ({ path, namespace: 'absent' }));
    onLoad({ filter: /.*/, namespace: 'absent' }, () => ({
      contents: 'module.exports = { FlyRepository: class {} }',
      loader: 'js',
    }));
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

await build({
  ...common,
  entryPoints: { main: 'generators/main.ts', generator: 'generators/app/index.ts' },
  splitting: true,
  plugins: [withoutAbsent],
  // One inquirer: Yeoman's adapter would bring an older copy.
  alias: { inquirer: './node_modules/inquirer' },
  // What CommonJS modules in the bundle expect to find.
  define: { __filename: 'import.meta.filename', __dirname: 'import.meta.dirname' },
  banner: {
    js: "import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);",
  },
});

// Where Yeoman looks for it. The code itself lies in dist/, as parts of Yeoman read ../package.json.
mkdirSync('dist/generators/app', { recursive: true });
writeFileSync('dist/generators/app/index.js', "export { default } from '../../generator.js';\n");
