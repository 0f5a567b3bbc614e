import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The one format of the index that this knows: JSON (PEP 691). */
const FORMAT = 'application/vnd.pypi.simple.v1+json';

/**
 * A private package index: the public one, behind a user and a password. Only the pages are private, the files are where they always are.
 */
export class PackageIndex {
  readonly #server: Server;
  /** How often it was asked, and how often with the right password. */
  asked = 0;
  admitted = 0;

  constructor(upstream: string, credentials: string) {
    const expected = `Basic ${Buffer.from(credentials).toString('base64')}`;
    this.#server = createServer(async (request, response) => {
      this.asked += 1;
      if (request.headers.authorization !== expected) {
        response.writeHead(401, { 'www-authenticate': 'Basic realm="packages"' }).end();
        return;
      }
      this.admitted += 1;
      const page = new URL(`${upstream.replace(/\/$/, '')}/${request.url?.replace(/^\/simple\/?/, '')}`);
      try {
        const answer = await fetch(page, { headers: { accept: FORMAT } });
        if (!answer.ok) {
          response.writeHead(answer.status).end();
          return;
        }
        const project = (await answer.json()) as { files: { url: string }[] };
        for (const file of project.files) file.url = new URL(file.url, answer.url).href;
        response.writeHead(200, { 'content-type': FORMAT }).end(JSON.stringify(project));
      } catch (error) {
        response.writeHead(502).end(String(error));
      }
    });
  }

  /** Listens at an address of this machine; returns host and port. */
  async open(host: string): Promise<string> {
    await new Promise<void>((done, failed) => this.#server.once('error', failed).listen(0, host, done));
    return `${host}:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
