import { connect, createServer } from 'node:net';
import { EngineError } from './failure.ts';

/** How many ports are tried. */
const TRIES = 100;

/** Something accepts connections there. Asked as well as bound: some systems let a port be bound that another has on all addresses. */
function answers(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: 500 });
    const end = (taken: boolean) => {
      socket.destroy();
      done(taken);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}

function canBind(port: number): Promise<boolean> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(false));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => done(true)));
  });
}

/** The first free port of this machine from `first` up; undefined when a hundred are taken. */
export async function freePort(first: number): Promise<number | undefined> {
  for (let port = first; port < first + TRIES && port < 65_536; port += 1) {
    if (!(await answers(port)) && (await canBind(port))) return port;
  }
  return undefined;
}

/** The same; throws an EngineError where all are taken. */
export async function portFrom(first: number): Promise<number> {
  const port = await freePort(first);
  if (port) return port;
  throw new EngineError(`No port from ${first} up is free.`, 'stop something that listens, then repeat the command');
}

/** What is said where an app got another port than its own; nothing where it got that. */
export function movedNotes(own: number, port: number): string[] {
  return port === own ? [] : [`Port ${own} is taken, so it answers on ${port}.`];
}
