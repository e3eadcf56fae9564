// Speaks WebSocket through `ws` and prints what it saw, as JSON: node ws-client.mjs SCENARIO URL CA-FILE TOKEN
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import WebSocket from 'ws';

const [scenario, url, authority, token] = process.argv.slice(2);

function connect(options = {}) {
  return new WebSocket(url, ['chat.v1', 'chat.v2'], {
    ca: readFileSync(authority),
    headers: token ? { Authorization: `Bearer ${token}` } : {},
    perMessageDeflate: { threshold: 0 },
    ...options,
  });
}

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

async function answer(socket) {
  const [data, isBinary] = await once(socket, 'message');
  return isBinary ? data : data.toString();
}

const scenarios = {
  async echo() {
    const socket = connect();
    await once(socket, 'open');
    const texts = [];
    for (const text of ['', 'plain', 'grün 🌉', 'x'.repeat(70_000)]) {
      socket.send(text);
      texts.push((await answer(socket)) === text);
    }
    const large = randomBytes(3_000_000);
    socket.send(large);
    const back = await answer(socket);
    socket.send('in ', { fin: false });
    socket.send('three ', { fin: false });
    socket.send('frames');
    const joined = await answer(socket);
    socket.ping('are you there?');
    const [pong] = await once(socket, 'pong');
    const order = [];
    const all = new Promise((resolve) => {
      const hear = (data) => {
        order.push(Number(data.toString()));
        if (order.length === 500) {
          socket.off('message', hear);
          resolve();
        }
      };
      socket.on('message', hear);
    });
    for (let i = 0; i < 500; i++) {
      socket.send(String(i));
    }
    await all;
    socket.send('what were you asked?');
    const asked = JSON.parse(await answer(socket));
    socket.send('close, please');
    const [code, reason] = await once(socket, 'close');
    return {
      texts,
      large: sha256(back) === sha256(large),
      joined,
      pong: pong.toString(),
      order,
      asked,
      protocol: socket.protocol,
      extensions: socket.extensions,
      code,
      reason: reason.toString(),
    };
  },

  // It leaves by itself, and the service is to hear how.
  async leave() {
    const socket = connect();
    await once(socket, 'open');
    socket.close(4001, 'bye');
    const [code] = await once(socket, 'close');
    return { code };
  },

  async refused() {
    const socket = connect();
    const [, response] = await once(socket, 'unexpected-response');
    response.resume();
    return { status: response.statusCode, type: response.headers['content-type'] };
  },
};

console.log(JSON.stringify(await scenarios[scenario]()));
process.exit();
