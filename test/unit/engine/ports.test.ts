import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { freePort } from '../../../generators/engine/ports.ts';

const servers: Server[] = [];

/** Listens on a port that the system picks, or on a given one. */
function listen(host: string, port = 0): Promise<number> {
  const server = createServer();
  servers.push(server);
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen({ host, port }, () => done((server.address() as { port: number }).port));
  });
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((done) => server.close(done))));
});

describe('the port on the host', () => {
  it.each(['127.0.0.1', '0.0.0.0'])('is the next one when a program on %s has the first', async (host) => {
    const taken = await listen(host);
    const port = (await freePort(taken)) as number;
    expect(port).toBeGreaterThan(taken);
    await expect(listen('127.0.0.1', port)).resolves.toBe(port);
  });

  it('is never beyond the last port', async () => {
    await expect(freePort(65_536)).resolves.toBeUndefined();
  });
});
