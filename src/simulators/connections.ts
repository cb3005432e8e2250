import type { Socket } from 'node:net';
import type { Manners } from './manners.ts';

/** The open connections of a server, and what has become of them without the caller's knowledge. */
export type Connections = {
  opened(socket: Socket): void;
  /** Whether a request on this connection is never answered, or the connection ends with it. */
  losesRequest(socket: Socket): boolean;
  /** An answer is out: the connection idles from now on. */
  used(socket: Socket): void;
  /** Whether nothing can reach the caller any more. */
  isLost(socket: Socket): boolean;
  /** The host reboots: no connection is closed, and none is known any more. */
  abandon(): void;
};

/** Measures how long connections idle, in real time. */
export function trackConnections(manners: () => Manners): Connections {
  const open = new Set<Socket>();
  const lost = new WeakSet<Socket>();
  const usedAtMs = new WeakMap<Socket, number>();
  const idledMs = (socket: Socket) => performance.now() - (usedAtMs.get(socket) ?? performance.now());
  return {
    opened(socket) {
      open.add(socket);
      socket.once('close', () => open.delete(socket));
    },
    losesRequest(socket) {
      const { idleMs, idleEnd } = manners();
      if (lost.has(socket)) return true;
      if (idleMs === 0 || idledMs(socket) <= idleMs) return false;
      lost.add(socket);
      if (idleEnd === 'reset') socket.resetAndDestroy();
      return true;
    },
    used: (socket) => void usedAtMs.set(socket, performance.now()),
    isLost: (socket) => lost.has(socket),
    abandon() {
      for (const socket of open) lost.add(socket);
    },
  };
}
