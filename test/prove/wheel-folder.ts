import { createHash } from 'node:crypto';
import { createReadStream, readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
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

/**
 * Wheels in a folder, as a package index that the builds of this machine can reach. A lock needs a file for the other architecture as
 * well; where the folder has none, the page promises one that nobody can download, which no build on this machine asks for.
 */
export class WheelFolder {
  readonly #folder: string;
  readonly #files: readonly string[];
  #server: Server | undefined;

  /** @throws Error when the folder can't be read or holds no wheel. */
  constructor(folder: string) {
    this.#folder = folder;
    this.#files = readdirSync(folder).filter((file) => file.endsWith('.whl'));
    if (this.#files.length === 0) throw new Error(`--wheels ${folder}: there is no wheel in this folder`);
  }

  #filesOf(name: string): string[] {
    return this.#files.filter((file) => normalized(file.split('-')[0] as string) === normalized(name));
  }

  /** Why a package can't be had from here for a Python, in a sentence; undefined where it can. */
  lack(name: string, python: string): string | undefined {
    const wheels = this.#filesOf(name).map((file) => ({ name: file }));
    if (wheels.length === 0) return `the folder of --wheels has no wheel of ${name}`;
    return hasWheel({ name, version: '', wheels }, 'glibc x86_64', python)
      ? undefined
      : `the folder of --wheels has no wheel of ${name} for Python ${python}`;
  }

  /** Listens at an address of this machine; returns the address of the index. */
  async open(host: string): Promise<string> {
    const hashes = new Map<string, string>();
    for (const file of this.#files) hashes.set(file, await sha256(join(this.#folder, file)));
    const links = (name: string) =>
      this.#filesOf(name)
        .flatMap((file) => [
          [file, hashes.get(file)],
          [file.replace(/x86_64\.whl$/, 'aarch64.whl'), '0'.repeat(64)],
        ])
        .filter(
          ([file, hash], place, all) => hash !== '0'.repeat(64) || all.findIndex(([other]) => other === file) === place,
        )
        .map(([file, hash]) => `<a href="/files/${encodeURIComponent(file as string)}#sha256=${hash}">${file}</a>`);
    this.#server = createServer((request, response) => {
      const path = decodeURIComponent(new URL(request.url ?? '/', 'http://index').pathname);
      const page = /^\/simple\/([^/]+)\/$/.exec(path)?.[1];
      const file = this.#files.find((one) => path === `/files/${one}`);
      if (page && this.#filesOf(page).length > 0) {
        response.writeHead(200, { 'content-type': 'text/html' }).end(links(page).join('\n'));
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
