import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ARCHITECTURES, PYTHONS } from '../../generators/catalog/bases.ts';
import { hasWheel } from '../../generators/catalog/refresh/fits.ts';

/** How the pages of an index name a package (PEP 503). */
function normalized(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(file)) hash.update(part as Buffer);
  return hash.digest('hex');
}

/** The metadata inside a wheel: a lock is made from it alone. Python reads it, which every test machine has. */
function metadataIn(file: string): Buffer {
  const code = `import sys, zipfile
wheel = zipfile.ZipFile(sys.argv[1])
sys.stdout.buffer.write(wheel.read(next(name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))))`;
  return execFileSync('python3', ['-c', code, file], { maxBuffer: 2 ** 26 });
}

/** The same wheel for every Python and architecture that a project is locked for. */
function siblingsOf(file: string): string[] {
  const [own] = /-cp3\d+-cp3\d+-/.exec(file) ?? [];
  if (!own || !/_(x86_64|aarch64)\.whl$/.test(file)) return [file];
  return PYTHONS.map((python) => `cp${python.replace('.', '')}`).flatMap((tag) =>
    ARCHITECTURES.map((architecture) =>
      file.replace(own, `-${tag}-${tag}-`).replace(/_(x86_64|aarch64)\.whl$/, `_${architecture}.whl`),
    ),
  );
}

/** What stands for the hash of a file that nobody downloads. */
const NO_HASH = '0'.repeat(64);

/**
 * Wheels in a folder, as a package index that the builds of this machine can reach. A lock needs a file for each architecture and for
 * newer Pythons as well; where the folder has none, the page promises one that can't be downloaded, which no build that is tried asks for.
 */
export class WheelFolder {
  readonly #folder: string;
  readonly #files: readonly string[];
  #server: Server | undefined;

  /** @throws Error when the folder can't be read or holds no wheel. */
  constructor(folder: string) {
    this.#folder = folder;
    try {
      this.#files = readdirSync(folder).filter((file) => file.endsWith('.whl'));
    } catch (error) {
      throw new Error(`--wheels ${folder}: this folder can't be read (${(error as NodeJS.ErrnoException).code})`);
    }
    if (this.#files.length === 0) throw new Error(`--wheels ${folder}: there is no wheel in this folder`);
  }

  #filesOf(name: string): string[] {
    return this.#files.filter((file) => normalized(file.split('-')[0] as string) === normalized(name));
  }

  /** Why a package can't be had from here for a Python, in a sentence; undefined where it can. */
  lack(name: string, python: string): string | undefined {
    const wheels = this.#filesOf(name).map((file) => ({ name: file }));
    if (wheels.length === 0) return `no wheel of ${name} is at hand`;
    return hasWheel({ name, version: '', wheels }, 'glibc x86_64', python)
      ? undefined
      : `no wheel of ${name} for Python ${python} is at hand`;
  }

  /** Listens at an address of this machine; returns the address of the index. */
  async open(host: string): Promise<string> {
    const hashes = new Map<string, string>();
    for (const file of this.#files) hashes.set(file, await sha256(join(this.#folder, file)));
    // What a wheel is promised to say is what its sibling in the folder says.
    const originals = new Map<string, string>();
    for (const file of this.#files) for (const one of siblingsOf(file)) originals.set(one, originals.get(one) ?? file);
    for (const file of this.#files) originals.set(file, file);
    const links = (name: string) =>
      [...originals]
        .filter(([, original]) => this.#filesOf(name).includes(original))
        .map(([file]) => {
          const address = `/files/${encodeURIComponent(file)}#sha256=${hashes.get(file) ?? NO_HASH}`;
          return `<a href="${address}" data-core-metadata="true">${file}</a>`;
        });
    this.#server = createServer((request, response) => {
      const path = decodeURIComponent(new URL(request.url ?? '/', 'http://index').pathname);
      const page = /^\/simple\/([^/]+)\/$/.exec(path)?.[1];
      const file = this.#files.find((one) => path === `/files/${one}`);
      const described = originals.get(/^\/files\/(.+)\.metadata$/.exec(path)?.[1] ?? '');
      if (page && this.#filesOf(page).length > 0) {
        response.writeHead(200, { 'content-type': 'text/html' }).end(links(page).join('\n'));
      } else if (described) {
        response.writeHead(200, { 'content-type': 'text/plain' }).end(metadataIn(join(this.#folder, described)));
      } else if (file) {
        response.writeHead(200, { 'content-type': 'application/octet-stream' });
        createReadStream(join(this.#folder, file)).pipe(response);
      } else response.writeHead(404).end();
    });
    const server = this.#server;
    await new Promise<void>((done, failed) => server.once('error', failed).listen(0, host, done));
    return `http://${host}:${(server.address() as AddressInfo).port}/simple`;
  }

  close(): void {
    this.#server?.close();
    this.#server?.closeAllConnections();
  }
}
