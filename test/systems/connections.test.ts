import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createAceptabits } from '../../src/systems/aceptabits/client.ts';
import { createManagementPro } from '../../src/systems/managementpro/client.ts';

/** What the way to a server does, and the bytes that come back on it (docs/rules.md, servers like these). */

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const NONE = JSON.stringify({ type: 'info', code: '200', message: '', data: { cliente: [], registros: 0 } });
const ROW = {
  clave: '0000000001',
  descripcion: 'Muñoz y Peña S.A. de C.V.',
  email_1: 'a@b.mx',
  estado: 'AC',
};

/** A server with its own connections, as many as were opened. */
async function serve(listener: RequestListener) {
  const sockets: Socket[] = [];
  const server = createServer({ keepAliveTimeout: 60_000 }, listener).on('connection', (s) =>
    sockets.push(s),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, sockets };
}

function managementPro(url: string, extra = {}) {
  const client = createManagementPro({ url, apikey: 'the-key', now: Date.now, ...extra });
  closing.push(client.close);
  return client;
}

describe('connections that die', () => {
  it('are kept for the next request, and not for longer than half a second', async () => {
    const { url, sockets } = await serve((_, response) => response.end(NONE));
    const client = managementPro(url);
    await client.ping();
    await client.ping();
    expect(sockets).toHaveLength(1);
    await once(sockets[0] as Socket, 'close');
    await client.ping();
    expect(sockets).toHaveLength(2);
  });

  /** Breaks each connection at its second request, before anything is answered. */
  const breaksSecond = () => {
    const used = new WeakSet<Socket>();
    const wrote: string[] = [];
    return {
      wrote,
      listener: ((request, response) => {
        const again = used.has(request.socket);
        used.add(request.socket);
        let body = '';
        request.on('data', (chunk) => {
          body += chunk;
        });
        request.on('end', () => {
          wrote.push(JSON.parse(body).action);
          if (again) request.socket.resetAndDestroy();
          else response.end(NONE);
        });
      }) satisfies RequestListener,
    };
  };

  it('before a read has been answered make it once more, on a fresh one', async () => {
    const { listener, wrote } = breaksSecond();
    const { url, sockets } = await serve(listener);
    const client = managementPro(url);
    for (let i = 0; i < 3; i += 1) await client.ping();
    expect(sockets.length).toBeGreaterThan(1);
    expect(wrote.length).toBeGreaterThan(3);
  });

  it('under a write leave it unclear: it is never sent again', async () => {
    const { listener, wrote } = breaksSecond();
    const { url } = await serve(listener);
    const client = managementPro(url);
    await client.ping();
    const writing = client.create({ name: 'Ana Uc', email: '', phone: '' });
    await expect(writing).rejects.toMatchObject({ facts: { code: 'reset', clearNo: false } });
    expect(wrote.filter((action) => action === 'addCliente')).toHaveLength(1);
  });

  it('break one read after another no more than once each', async () => {
    let asked = 0;
    const { url } = await serve((request) => {
      asked += 1;
      request.socket.resetAndDestroy();
    });
    await expect(managementPro(url).ping()).rejects.toMatchObject({ facts: { code: 'reset' } });
    expect(asked).toBe(1);
  });
});

describe('redirects', () => {
  it.each([301, 302, 307, 308])('%i is followed by nobody, and said', async (status) => {
    let asked = 0;
    const { url } = await serve((_, response) => {
      asked += 1;
      response.writeHead(status, { location: 'https://portal.example.com/login?de=Ana' }).end('<html>');
    });
    const a = createAceptabits({ url, token: 'the-token', now: Date.now });
    closing.push(a.close);
    const detail = `HTTP ${status}, Location: https://portal.example.com/login`;
    const facts = { code: 'redirect', errorClass: 'trouble', clearNo: false, detail };
    await expect(a.search('Ana')).rejects.toMatchObject({ facts });
    const writing = a.create({ shop: 's', name: 'Ana', email: '', phone: '' });
    await expect(writing).rejects.toMatchObject({ facts });
    expect(asked).toBe(2);
  });
});

describe('a proxy', () => {
  it('is passed through, save where NO_PROXY names the host; the server is told who asks', async () => {
    const agents: unknown[] = [];
    const { url } = await serve((request, response) => {
      agents.push(request.headers['user-agent']);
      response.end(NONE);
    });
    let tunnelled = 0;
    const { url: http } = await serve((request, response) => {
      tunnelled += 1;
      expect(request.url).toBe('http://erp.invalid/');
      response.end(NONE);
    });
    const proxy = { http, none: '127.0.0.1' };
    await managementPro('http://erp.invalid/', { proxy }).ping();
    await managementPro(url, { proxy }).ping();
    expect(tunnelled).toBe(1);
    expect(agents).toEqual([expect.stringContaining('Puente')]);
  });

  it('that tunnels, and refuses to, is a clear no', async () => {
    const proxy = createTcpServer((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 403 No\r\n\r\n')),
    );
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    closing.push(() => proxy.close());
    const https = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const client = managementPro('https://erp.invalid/', { proxy: { https } });
    await expect(client.ping()).rejects.toMatchObject({ facts: { code: 'refused', clearNo: true } });
  });
});

describe('bytes', () => {
  const answer = (rows: unknown) =>
    JSON.stringify({ type: 'info', code: '200', message: '', data: { cliente: rows, registros: 1 } });
  const serving = (contentType: string, bytes: Buffer) =>
    serve((_, response) => response.writeHead(200, { 'content-type': contentType }).end(bytes));

  it.each([
    ['application/json; charset=ISO-8859-1', 'latin1'],
    ['application/json; charset="windows-1252"', 'latin1'],
    ['application/json; charset=utf-8', 'utf8'],
    ['application/json', 'utf8'],
  ] as const)('%s is read as %s', async (contentType, encoding) => {
    const { url } = await serving(contentType, Buffer.from(answer([ROW]), encoding));
    const { rows } = await managementPro(url).list({ active: true, limit: 10 });
    expect(rows).toMatchObject([{ ok: true, record: { name: ROW.descripcion } }]);
  });

  it('that begin with the mark of UTF-8 are read so, whatever the web server says of all its pages', async () => {
    const listener: RequestListener = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json; charset=ISO-8859-1' });
      for (const byte of Buffer.from(`\uFEFF${answer([ROW])}`)) response.write(Buffer.from([byte]));
      response.end();
    };
    const { url } = await serve(listener);
    const { rows } = await managementPro(url).list({ active: true, limit: 10 });
    expect(rows).toMatchObject([{ ok: true, record: { name: ROW.descripcion } }]);
  });

  it('that are no UTF-8 and declare nothing are no answer', async () => {
    const { url } = await serving('application/json', Buffer.from(answer([ROW]), 'latin1'));
    const reading = managementPro(url).list({ active: true, limit: 10 });
    await expect(reading).rejects.toMatchObject({ facts: { code: 'unreadable', errorClass: 'trouble' } });
  });

  it('that a declared charset cannot mean tell nothing about their field alone', async () => {
    const { url } = await serving('application/json; charset=utf-8', Buffer.from(answer([ROW]), 'latin1'));
    const { rows } = await managementPro(url).list({ active: true, limit: 10 });
    expect(rows).toMatchObject([{ ok: true, record: { name: undefined, email: 'a@b.mx' } }]);
  });
});

describe('a cache on the way', () => {
  it('is asked for nothing that it has kept, and what it answers all the same is no answer to a read', async () => {
    const asked: unknown[] = [];
    const { url } = await serve((request, response) => {
      asked.push(request.headers['cache-control']);
      response.writeHead(200, { age: asked.length === 1 ? '1' : '240' }).end(NONE);
    });
    const client = managementPro(url);
    await client.list({ active: true, limit: 10 });
    const kept = client.list({ active: true, limit: 10 });
    await expect(kept).rejects.toMatchObject({
      facts: { code: 'stale', errorClass: 'trouble', detail: 'Age: 240' },
    });
    expect(asked).toEqual(['no-cache', 'no-cache']);
  });
});

describe('what comes instead of JSON is said in its own words', () => {
  const PAGE = `<!doctype html><html><head><title>Iniciar sesión | ERP</title></head><body>Clave</body></html>`;
  const WARNING = `<br />\n<b>Warning</b>: Undefined array key "rfc" in <b>C:\\www\\clientes.php</b> on line <b>21</b><br />\n`;
  const ROWS = JSON.stringify({ type: 'info', code: '200', message: '', data: { cliente: [ROW] } });

  it.each([
    ['a login page', PAGE, 'No JSON, but: Iniciar sesión | ERP Clave'],
    [
      'a warning before an empty list',
      WARNING + NONE,
      /^No JSON, but: Warning : Undefined array key "rfc" in C:/,
    ],
    ['a warning before a list', WARNING + ROWS, /^No JSON, but: Warning : Undefined array key "rfc" in C:/],
    ['nothing', ' ', 'The answer is empty.'],
  ])('%s', async (_, body, words) => {
    const { url } = await serve((_, response) => response.writeHead(200).end(body));
    const client = managementPro(url);
    const facts = { code: 'unreadable', detail: expect.stringMatching(words) };
    await expect(client.list({ active: true, limit: 10 })).rejects.toMatchObject({ facts });
    await expect(client.ping()).rejects.toMatchObject({ facts });
  });
});
