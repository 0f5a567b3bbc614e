import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What stands in a package index's place, and what it answers to everything. */
export const BAD_ANSWERS = {
  404: { status: 404, type: 'text/html', body: '<html>gone</html>' },
  403: { status: 403, type: 'text/html', body: '<html>not for you</html>' },
  garbage: { status: 200, type: 'application/octet-stream', body: '\u0000\u0001' },
  'a login page': { status: 200, type: 'text/html', body: '<html><body>Log in to the network</body></html>' },
} as const;

export type BadAnswer = keyof typeof BAD_ANSWERS;

/** Package indexes that don't answer as they should. */
export class BadIndex {
  readonly #server: Server = createServer(({ url = '' }, response) => {
    const { status, type, body } = BAD_ANSWERS[decodeURIComponent(url.split('/')[1] as string) as BadAnswer];
    response.writeHead(status, { 'content-type': type }).end(body);
  });
  #host = '';

  /** Listens at an address of this machine. */
  async open(host = '127.0.0.1'): Promise<void> {
    this.#host = host;
    await new Promise<void>((done, failed) => this.#server.once('error', failed).listen(0, host, done));
  }

  /** The address of the index that answers so; 'nothing': nobody listens there. */
  address(answer: BadAnswer | 'nothing'): string {
    const { port } = this.#server.address() as AddressInfo;
    return answer === 'nothing'
      ? `http://${this.#host}:9/simple`
      : `http://${this.#host}:${port}/${encodeURI(`${answer}`)}/simple`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
