// Sends requests with undici and prints what it saw, as JSON: node undici.mjs SCENARIO URL [CA-FILE]
import assert from 'node:assert';
import { createHash, randomBytes } from 'node:crypto';
import diagnostics from 'node:diagnostics_channel';
import { readFileSync } from 'node:fs';
import { Agent, Client, fetch } from 'undici';

const [scenario, url, authority] = process.argv.slice(2);
const trust = authority ? { connect: { ca: readFileSync(authority) } } : {};
const overTls = url.startsWith('https:');

const protocols = [];
diagnostics.channel('undici:client:connected').subscribe(({ socket }) => {
  protocols.push(socket.alpnProtocol || 'none');
});

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

const scenarios = {
  // One connection, one request after the other.
  async 'keep-alive'() {
    const dispatcher = new Agent({ connections: 1, pipelining: 1, ...trust });
    const targets = [];
    for (let i = 0; i < 60; i++) {
      const answer = await fetch(`${url}/public/kept/${i}/told`, { dispatcher });
      targets.push((await answer.json()).target);
    }
    await dispatcher.close();
    return { targets };
  },

  // Many at once over one HTTP/2 connection, each with a body of its own.
  async multiplexed() {
    const dispatcher = new Agent({ allowH2: true, connections: 1, pipelining: 100, ...trust });
    const bodies = Array.from({ length: 60 }, (_, i) => randomBytes(1 + i * 3_000));
    // The first request finds out what the gateway speaks.
    await (await fetch(`${url}/public/first/told`, { dispatcher })).json();
    const told = await Promise.all(
      bodies.map(async (body, i) => {
        const answer = await fetch(`${url}/public/multiplexed/${i}/told`, { method: 'POST', body, dispatcher });
        return answer.json();
      }),
    );
    await dispatcher.close();
    return {
      targets: told.map((each) => each.target),
      whole: told.every((each, i) => each.sha256 === sha256(bodies[i]) && each.length === bodies[i].length),
    };
  },

  // A body without a known length goes up and comes back.
  async streamed() {
    const dispatcher = new Agent({ allowH2: overTls, ...trust });
    const sent = createHash('sha256');
    const pieces = Array.from({ length: 200 }, (_, i) => randomBytes(i % 7 === 0 ? 65_536 : 1 + i));
    pieces.forEach((piece) => sent.update(piece));
    async function* body() {
      yield* pieces;
    }
    const answer = await fetch(`${url}/public/streamed/echo`, {
      method: 'PUT',
      body: body(),
      duplex: 'half',
      dispatcher,
    });
    const received = createHash('sha256');
    for await (const piece of answer.body) {
      received.update(piece);
    }
    await dispatcher.close();
    return { status: answer.status, same: sent.digest('hex') === received.digest('hex') };
  },

  // Each piece is sent when the one before has come back: whoever keeps one for later gets no more.
  async 'ping-pong'() {
    const client = new Client(url, { allowH2: overTls, ...trust });
    const duplex = client.pipeline({ path: '/public/pingpong/echo', method: 'POST' }, ({ body }) => body);
    const heard = [];
    duplex.write('0.');
    let text = '';
    for await (const piece of duplex) {
      text += piece;
      while (text.includes('.')) {
        heard.push(Number(text.slice(0, text.indexOf('.'))));
        text = text.slice(text.indexOf('.') + 1);
        if (heard.length < 50) {
          duplex.write(`${heard.length}.`);
        } else {
          duplex.end();
        }
      }
    }
    await client.close();
    return { heard };
  },

  // Up to ten requests are under way on one HTTP/1.1 connection, before the first is answered.
  async pipelined() {
    const client = new Client(url, { pipelining: 10, ...trust });
    let sent = 0;
    let answered = 0;
    let most = 0;
    const ended = [];
    diagnostics.channel('undici:client:sendHeaders').subscribe(() => {
      sent++;
      most = Math.max(most, sent - answered);
    });
    diagnostics.channel('undici:request:trailers').subscribe(() => {
      answered++;
    });
    await Promise.all(
      Array.from({ length: 100 }, async (_, i) => {
        const path = `/public/pipelined/${i}/told`;
        // Otherwise undici waits for the head of each answer.
        const { body } = await client.request({ path, method: 'GET', blocking: false });
        const { target } = await body.json();
        assert.strictEqual(target, path);
        ended.push(i);
      }),
    );
    await client.close();
    return { ended, most };
  },
};

const result = await scenarios[scenario]();
console.log(JSON.stringify({ ...result, protocols }));
