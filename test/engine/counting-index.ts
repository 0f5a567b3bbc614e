import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** The one format of the index that this knows: JSON (PEP 691). */
const FORMAT = 'application/vnd.pypi.simple.v1+json';

/** A package index that hands on the public one, its files as well, and counts what is fetched of these. */
export class CountingIndex {
  readonly #server: Server;
  #host = '';
  /** The bytes of every wheel that was fetched whole, by its file name. */
  readonly fetched = new Map<string, number>();

  constructor(upstream: string) {
    this.#server = createServer(async (request, response) => {
      try {
        const [, kind, ...path] = (request.url ?? '').split('/');
        if (kind === 'simple') {
          const page = await fetch(`${upstream.replace(/\/$/, '')}/${path.join('/')}`, { headers: { accept: FORMAT } });
          if (!page.ok) return void response.writeHead(page.status).end();
          const project = (await page.json()) as { files: { url: string }[] };
          for (const file of project.files) {
            const { href } = new URL(file.url, page.url);
            const end = href.lastIndexOf('/');
            const folder = Buffer.from(href.slice(0, end)).toString('base64url');
            file.url = `http://${this.#host}/files/${folder}${href.slice(end)}`;
          }
          return void response.writeHead(200, { 'content-type': FORMAT }).end(JSON.stringify(project));
        }
        const [folder = '', name = ''] = path;
        const { range } = request.headers;
        const file = await fetch(`${Buffer.from(folder, 'base64url')}/${name}`, {
          method: request.method,
          headers: { 'accept-encoding': 'identity', ...(range && { range }) },
        });
        const headers = ['accept-ranges', 'content-length', 'content-range', 'content-type'].flatMap((header) => {
          const value = file.headers.get(header);
          return value === null ? [] : [[header, value] as const];
        });
        response.writeHead(file.status, Object.fromEntries(headers));
        if (!file.body) return void response.end();
        let bytes = 0;
        const body = Readable.fromWeb(file.body as never).on('data', (chunk: Buffer) => {
          bytes += chunk.length;
        });
        await pipeline(body, response);
        if (file.ok && !range && name.endsWith('.whl')) this.fetched.set(name, bytes);
      } catch (error) {
        if (!response.headersSent) response.writeHead(502);
        response.end(String(error));
      }
    });
  }

  /** Listens at an address of this machine; returns the index's address. */
  async open(address: string): Promise<string> {
    await new Promise<void>((done, failed) => this.#server.once('error', failed).listen(0, address, done));
    this.#host = `${address}:${(this.#server.address() as AddressInfo).port}`;
    return `http://${this.#host}/simple`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
