import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket as Connection } from 'node:net';

const own = '127.0.0.1';
/** The address that browsers are told: only this process listens there. */
export const detourAddress = '127.0.0.2';

/**
 * Stands between browsers and the media port, on another address of this computer and the same port number. Its UDP way
 * can be closed like that of a network which lets only TCP through.
 */
export class Detour {
  private readonly port: number;
  private readonly tcp: Server;
  private readonly udp: Socket;
  private readonly onward = new Map<string, Socket>();
  private readonly connections = new Set<Connection>();
  private open = true;

  private constructor(port: number) {
    this.port = port;
    this.udp = createSocket('udp4', (datagram, from) => this.carry(datagram, from));
    this.tcp = createServer((browser) => this.pipe(browser));
  }

  static async listen(port: number): Promise<Detour> {
    const detour = new Detour(port);
    detour.udp.bind(port, detourAddress);
    detour.tcp.listen(port, detourAddress);
    await Promise.all([once(detour.udp, 'listening'), once(detour.tcp, 'listening')]);
    return detour;
  }

  /** From now on no datagram passes, in either direction. */
  closeUDP(): void {
    this.open = false;
  }

  openUDP(): void {
    this.open = true;
  }

  close(): void {
    for (const socket of [this.udp, ...this.onward.values()]) socket.close();
    for (const connection of this.connections) connection.destroy();
    this.tcp.close();
  }

  private carry(datagram: Buffer, browser: RemoteInfo): void {
    if (!this.open) return;
    const name = `${browser.address}:${browser.port}`;
    let onward = this.onward.get(name);
    if (!onward) {
      onward = createSocket('udp4', (answer) => {
        if (this.open) this.udp.send(answer, browser.port, browser.address);
      });
      this.onward.set(name, onward);
    }
    onward.send(datagram, this.port, own);
  }

  private pipe(browser: Connection): void {
    const server = connect(this.port, own);
    for (const [from, to] of [[browser, server], [server, browser]] as const) {
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
    }
    this.connections.add(browser);
    browser.on('close', () => this.connections.delete(browser));
  }
}
