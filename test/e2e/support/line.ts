import { connect, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A line to a server that can fail without a word, as a pulled cable does. */
export interface Line {
  /** The server as seen through the line. */
  readonly address: string;
  /** From now on nothing comes through, and nobody is told: connections stay open and silent. */
  pull(): void;
  /** New connections come through again; what was open stays dead. */
  plugIn(): void;
  close(): Promise<void>;
}

/** @param addressOf which of this machine's addresses the next connection comes from; absent: the usual one */
export async function openLine(server: string, addressOf?: () => string): Promise<Line> {
  const { hostname, port } = new URL(server);
  const sockets = new Set<Socket>();
  let isPulled = false;
  let generation = 0;
  const door = createServer((near) => {
    sockets.add(near);
    near.on('close', () => sockets.delete(near));
    near.on('error', () => undefined);
    // Read and thrown away: the other side's data goes nowhere.
    if (isPulled) return void near.resume();
    const own = generation;
    const localAddress = addressOf?.();
    const far = connect({
      port: Number(port),
      host: hostname,
      ...(localAddress && { localAddress }),
    });
    sockets.add(far);
    const pass = (from: Socket, to: Socket): void => {
      from.on('data', (chunk) => {
        if (own === generation) to.write(chunk);
      });
      from.on('close', () => {
        sockets.delete(from);
        if (own === generation) to.destroy();
      });
      from.on('error', () => undefined);
    };
    pass(near, far);
    pass(far, near);
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(door.address() as AddressInfo).port}`,
    pull() {
      isPulled = true;
      generation += 1;
    },
    plugIn: () => (isPulled = false),
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => door.close(resolve));
    },
  };
}
