#!/usr/bin/env python3
"""What do other clients notice while one client, or one upstream, behaves badly?

Starts an upstream and the gateway before it, sends a steady open-loop load (a request counts from the moment it was due,
so that a stall is not hidden), and repeats it beside each trouble. Prints one line for each: errors, p50, p99, and p99
against the calm before it. Needs Python 3.9 and a built Drawbridge; everything stays on loopback.

    benchmarks/neighbours.py [--seconds 10] [--rate 400] [--only slow-readers,dying-upstream]
"""
import argparse, asyncio, contextlib, json, multiprocessing, os, random, signal, socket, struct, subprocess, sys, tempfile, time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BODY = json.dumps({"items": [{"id": n, "text": "x" * 20} for n in range(20)]}).encode()
CHUNK = b"x" * 65536


async def upstream(port, ready):
    async def serve(reader, writer):
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                path = head.split(b" ", 2)[1]
                if path == b"/slow":
                    await asyncio.sleep(8)
                    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                elif path == b"/die":
                    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + b"x" * 20000)
                    await writer.drain()
                    await asyncio.sleep(0.01)
                    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    writer.transport.abort()
                    return
                elif path == b"/large":
                    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % (160 * len(CHUNK)))
                    for _ in range(160):
                        writer.write(CHUNK)
                        await writer.drain()
                else:
                    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(BODY) + BODY)
                await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", port, backlog=4096)
    ready.set()
    await server.serve_forever()


async def one(reader, writer):
    writer.write(b"GET /fast HTTP/1.1\r\nHost: localhost\r\n\r\n")
    head = await reader.readuntil(b"\r\n\r\n")
    if b" 200 " not in head.split(b"\r\n", 1)[0]:
        raise OSError(head.split(b"\r\n", 1)[0])
    length = next(int(l.split(b":")[1]) for l in head.split(b"\r\n") if l.lower().startswith(b"content-length"))
    await reader.readexactly(length)


async def steady(port, rate, seconds, connections, results):
    """Open loop: each connection has its own timetable."""
    delays, errors = [], []
    start = time.perf_counter() + 0.2

    async def worker(number):
        reader = writer = None
        every = connections / rate
        due = start + number / rate
        while due < start + seconds:
            wait = due - time.perf_counter()
            if wait > 0:
                await asyncio.sleep(wait)
            try:
                if writer is None:
                    reader, writer = await asyncio.open_connection("127.0.0.1", port)
                await asyncio.wait_for(one(reader, writer), 5)
                delays.append(time.perf_counter() - due)
            except (OSError, asyncio.IncompleteReadError, asyncio.TimeoutError) as failure:
                errors.append(repr(failure))
                if writer:
                    writer.close()
                reader = writer = None
            due += every

    await asyncio.gather(*(worker(n) for n in range(connections)))
    results.put((delays, errors))


def forever(*workers):
    async def main():
        await asyncio.gather(*workers)
    return main


async def again(port, action):
    while True:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                await action(reader, writer)
            finally:
                writer.close()
        await asyncio.sleep(0.01)


async def slow_head(reader, writer):
    for byte in b"GET /fast HTTP/1.1\r\nHost: localhost\r\nX-Slow: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa":
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(0.3)


async def slow_body(reader, writer):
    writer.write(b"POST /fast HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(1000):
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.3)


async def slow_reader(reader, writer):
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    writer.write(b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n")
    writer.transport.pause_reading()
    while True:
        await asyncio.sleep(0.5)
        writer.transport.resume_reading()
        await reader.read(1024)
        writer.transport.pause_reading()


async def waits(reader, writer):
    writer.write(b"GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n")
    await reader.read(1000)


async def sees_death(reader, writer):
    writer.write(b"GET /die HTTP/1.1\r\nHost: localhost\r\n\r\n")
    while await reader.read(65536):
        pass
    await asyncio.sleep(0.2)


TROUBLES = {
    "slow-heads": (slow_head, 200),
    "slow-bodies": (slow_body, 200),
    "slow-readers": (slow_reader, 200),
    "slow-upstream": (waits, 200),
    "dying-upstream": (sees_death, 20),
}


def process(target, *arguments):
    child = multiprocessing.get_context("fork").Process(target=target, args=arguments, daemon=True)
    child.start()
    return child


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def measure(port, options):
    results = multiprocessing.get_context("fork").SimpleQueue()
    load = process(lambda: asyncio.run(steady(port, options.rate, options.seconds, 32, results)))
    delays, errors = results.get()
    load.join()
    delays.sort()
    at = lambda share: delays[min(len(delays) - 1, int(len(delays) * share))] * 1000 if delays else float("nan")
    return len(delays), errors, at(0.5), at(0.99), at(1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--rate", type=float, default=400)
    parser.add_argument("--only", default=",".join(TROUBLES))
    options = parser.parse_args()
    chosen = options.only.split(",")
    if unknown := set(chosen) - set(TROUBLES):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(TROUBLES)}")
    port, admin, behind, bad = (free_port() for _ in range(4))
    with tempfile.TemporaryDirectory() as folder:
        configuration = os.path.join(folder, "drawbridge.yaml")
        with open(configuration, "w") as out:
            out.write(f"""version: 1
listen: 127.0.0.1:{port}
admin: {{ listen: 127.0.0.1:{admin} }}
data: {folder}/data
upstreams:
  api: {{ url: "http://127.0.0.1:{behind}", max_connections: 1024 }}
  bad: {{ url: "http://127.0.0.1:{bad}", max_connections: 1024 }}
routes:
  - {{ path: /fast, upstream: api, public: true, limit: none }}
  - {{ path: /**, upstream: bad, public: true, limit: none }}
""")
        # The troubles have an upstream process of their own: it is the gateway that is measured, not that process.
        for own in (behind, bad):
            ready = multiprocessing.get_context("fork").Event()
            process(lambda: asyncio.run(upstream(own, ready)))
            ready.wait(10)
        secrets = {"SECRET_KEY": os.urandom(32).hex(), "ADMIN_API_KEY": os.urandom(32).hex()}
        gateway = subprocess.Popen([os.path.join(ROOT, "drawbridge"), "run", "--config", configuration],
                                   env={**os.environ, **secrets}, stdout=subprocess.DEVNULL)
        try:
            for _ in range(600):
                with contextlib.suppress(OSError):
                    socket.create_connection(("127.0.0.1", port), 1).close()
                    break
                if gateway.poll() is not None:
                    sys.exit("the gateway did not start")
                time.sleep(0.1)
            measure(port, options)  # warm-up
            print(f"{'beside':16} {'requests':>8} {'errors':>6} {'p50 ms':>7} {'p99 ms':>7} {'max ms':>7}  p99 / calm p99")
            for name in chosen:
                calm = measure(port, options)
                print(f"{'(calm)':16} {calm[0]:8} {len(calm[1]):6} {calm[2]:7.2f} {calm[3]:7.2f} {calm[4]:7.2f}", flush=True)
                action, number = TROUBLES[name]
                trouble = process(lambda: asyncio.run(forever(*(again(port, action) for _ in range(number)))()))
                time.sleep(2)
                seen = measure(port, options)
                trouble.kill()
                trouble.join()
                print(f"{name:16} {seen[0]:8} {len(seen[1]):6} {seen[2]:7.2f} {seen[3]:7.2f} {seen[4]:7.2f}  {seen[3] / calm[3]:.2f}"
                      f"{'  ' + seen[1][0] if seen[1] else ''}", flush=True)
        finally:
            gateway.send_signal(signal.SIGTERM)
            gateway.wait(60)


if __name__ == "__main__":
    main()
