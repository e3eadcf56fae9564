// Scans https://localhost with MDN's own scanner, as if the gateway stood on the usual ports, and prints the result.
// usage: node scan.js HTTP_PORT HTTPS_PORT
import net from "node:net";
import { scan } from "@mdn/mdn-http-observatory/src/scanner/index.js";

const [http, https] = process.argv.slice(2).map(Number);
const ports = new Map([[80, http], [443, https]]);

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  const options = Array.isArray(args[0]) ? args[0][0] : args[0];
  options.port = ports.get(Number(options.port)) ?? options.port;
  options.host = "127.0.0.1";
  return connect.apply(this, args);
};

console.log(JSON.stringify(await scan("localhost"), null, 1));
