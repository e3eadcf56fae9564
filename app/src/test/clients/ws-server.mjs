// A service that speaks WebSocket through `ws`: it sends back what it hears, and prints how each connection ended.
import { WebSocketServer } from 'ws';

const server = new WebSocketServer({
  host: '127.0.0.1',
  port: 0,
  perMessageDeflate: { threshold: 0 },
  handleProtocols: (offered) => (offered.has('chat.v2') ? 'chat.v2' : false),
});
server.on('listening', () => console.log(`listening on ${server.address().port}`));
server.on('connection', (socket, request) => {
  socket.on('message', (data, isBinary) => {
    const text = isBinary ? '' : data.toString();
    if (text === 'what were you asked?') {
      socket.send(JSON.stringify({ target: request.url, fields: request.headers }));
    } else if (text === 'close, please') {
      socket.close(4002, 'as you wish');
    } else {
      socket.send(data, { binary: isBinary });
    }
  });
  socket.on('close', (code, reason) => console.log(`${request.url} closed with ${code} ${reason}`));
});
