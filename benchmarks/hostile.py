#!/usr/bin/env python3
"""What do other clients notice while somebody attacks?

Starts an upstream and the gateway before it, and sends a steady open-loop load from an address of its own (a request
counts from the moment it was due, so that a stall is not hidden; a quarter of the connections are new for each request).
Then it attacks: slowhttptest in all four modes, 20,000 connections, floods of HTTP/2 frames with and without TLS.

Requests that are whole and well-formed are for rate limits, not for the limits that are tried here: each address has 1000
a second, and 20 of the large ones. Attackers have one core, clients and upstream another; the gateway may use all. An attacker would slow everybody down by
using the processor alone, whatever the gateway did. So p99 is compared with that of calm times, before and after, in
which a program that only counts takes as much of the attackers' core as they did; calm p99 without it is shown too.

Ends with 1 where other clients saw an error, or a p99 of more than --most times the usual. Needs Python 3.9, Linux,
slowhttptest and a built Drawbridge; everything stays on loopback.

    benchmarks/hostile.py [--seconds 10] [--rate 300] [--only slow-heads,rapid-reset] [--files 300]
"""
import argparse, asyncio, contextlib, ctypes, multiprocessing, os, resource, shutil, signal, socket, ssl, subprocess, sys, tempfile, time
import attacks
from neighbours import BODY, CHUNK, ROOT, free_port, process

FORK = multiprocessing.get_context("fork")
CLIENTS = "127.0.0.200"
FIRST, LAST = min(os.sched_getaffinity(0)), max(os.sched_getaffinity(0))
PLAIN_FRAMES = {
    "rapid-reset": (attacks.rapid_reset, 8, False), "broken-requests": (attacks.broken_requests, 8, False),
    "continuations": (attacks.continuation_flood, 8, False), "endless-head": (attacks.continuation_growth, 8, False),
    "pings": (attacks.ping_flood, 8, False), "settings": (attacks.settings_flood, 8, False),
    "priorities": (attacks.priority_flood, 8, False), "empty-data": (attacks.empty_data, 8, False),
    "header-bomb": (attacks.header_bomb, 8, True), "large-heads": (attacks.large_heads, 8, True),
    "tiny-windows": (attacks.tiny_windows, 8, False), "no-window": (attacks.no_window, 16, False),
}
SECURE_FRAMES = ("rapid-reset", "pings", "header-bomb")


def slow(*options):
    return lambda ports, tally: [process(attacks.slowhttptest, ports["plain"], *options)]


def crowd(first):
    return lambda ports, tally: [process(attacks.crowd, ports["plain"], 10000, first, tally) for _ in range(2)]


def framed(name, secure):
    build, connections, again = PLAIN_FRAMES[name]
    blob = build(b"https" if secure else b"http")
    port = "tls" if secure else "plain"
    return lambda ports, tally: [process(attacks.frames, ports[port], blob, connections, again, tally, secure)]


ATTACKS = {
    "slow-heads": slow("-H", "-c", "8000", "-r", "2000", "-i", "5", "/fast"),
    "slow-bodies": slow("-B", "-c", "8000", "-r", "2000", "-i", "5", "/fast"),
    "ranges": slow("-R", "-c", "8000", "-r", "2000", "/fast"),
    "slow-reads": slow("-X", "-c", "8000", "-r", "2000", "-k", "3", "-n", "2", "-z", "32", "-w", "512", "-y", "1024", "/large"),
    "20000-idle": crowd(b""),
    "20000-half": crowd(b"GET /fast HTTP/1.1\r\nHost: localhost\r\nX-Half: "),
    "churn": lambda ports, tally: [process(attacks.churn, ports["plain"], tally)],
    **{name: framed(name, False) for name in PLAIN_FRAMES},
    **{f"{name}-tls": framed(name, True) for name in SECURE_FRAMES},
}


class Tally(ctypes.Structure):
    _fields_ = [("opened", ctypes.c_long), ("closed", ctypes.c_long), ("bytes", ctypes.c_long)]

    def __getitem__(self, name):
        return getattr(self, name)

    def __setitem__(self, name, value):
        setattr(self, name, value)


class Served(asyncio.Protocol):
    """The upstream. It must be quick: it is the gateway that is measured."""
    small = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(BODY) + BODY
    large = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % (16 * len(CHUNK)) + 16 * CHUNK

    def connection_made(self, transport):
        self.transport, self.seen, self.due = transport, b"", 0

    def data_received(self, data):
        self.seen += data
        while self.seen:
            if self.due:
                taken = min(self.due, len(self.seen))
                self.due, self.seen = self.due - taken, self.seen[taken:]
                if not self.due:
                    self.transport.write(self.small)
                continue
            end = self.seen.find(b"\r\n\r\n")
            if end < 0:
                return
            head, self.seen = self.seen[:end].lower(), self.seen[end + 4:]
            at = head.find(b"content-length:")
            self.due = int(head[at + 15:].split(b"\r", 1)[0]) if at > 0 else 0
            if not self.due:
                self.transport.write(self.large if b" /large " in head else self.small)


async def upstream(port, ready):
    server = await asyncio.get_running_loop().create_server(Served, "127.0.0.1", port, backlog=4096)
    ready.set()
    await server.serve_forever()


async def one(reader, writer):
    writer.write(b"GET /usual HTTP/1.1\r\nHost: localhost\r\n\r\n")
    head = await reader.readuntil(b"\r\n\r\n")
    if b" 200 " not in head.split(b"\r\n", 1)[0]:
        raise OSError(f"{head.split(b' ', 2)[1].decode()} {(await reader.read(500))!r}")
    await reader.readexactly(len(BODY))


async def steady(port, secure, options, results):
    """Open loop: each connection has its own timetable. Every fourth worker takes a new connection for each request."""
    connections, delays, errors = options.connections, [], []
    start = time.perf_counter() + 0.3
    context = ssl._create_unverified_context() if secure else None

    async def worker(number):
        reader = writer = None
        due = start + number / options.rate
        while due < start + options.seconds:
            await asyncio.sleep(max(0, due - time.perf_counter()))
            try:
                if writer is None:
                    reader, writer = await asyncio.wait_for(
                        asyncio.open_connection("127.0.0.1", port, ssl=context, local_addr=(CLIENTS, 0)), 5)
                await asyncio.wait_for(one(reader, writer), 5)
                delays.append(time.perf_counter() - due)
                if number % 4 == 0:
                    writer.close()
                    writer = None
            except (OSError, asyncio.IncompleteReadError, asyncio.TimeoutError) as failure:
                errors.append(f"{'new' if writer is None else 'standing'}: {failure!r}")
                if writer:
                    writer.close()
                writer = None
            due += connections / options.rate

    await asyncio.gather(*(worker(n) for n in range(connections)))
    results.put((delays, errors, time.process_time()))


class Seen:
    """What the other clients saw in one measurement, and how much of the processors strangers had meanwhile."""

    def __init__(self, ports, secure, options, ours):
        results = FORK.SimpleQueue()
        began, busy, own = time.perf_counter(), busy_time(), sum(map(processor_time, ours))
        load = process(lambda: asyncio.run(steady(ports["tls" if secure else "plain"], secure, options, results)))
        self.delays, self.errors, client = results.get()
        self.took = time.perf_counter() - began
        own = sum(map(processor_time, ours)) - own
        self.strangers = max(0, busy_time() - busy - own - client) / self.took
        load.join()

    def at(self, share):
        return at(self.delays, share)


def measure(ports, secure, options, ours):
    """Measures again, within reason, while somebody else uses the machine."""
    best = None
    for _ in range(options.patience):
        seen = Seen(ports, secure, options, ours)
        if best is None or seen.errors or seen.strangers < best.strangers and not best.errors:
            best = seen
        if best.errors or best.strangers < options.strangers:
            break
    return best


def at(delays, share):
    ordered = sorted(delays)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000 if ordered else float("nan")


def burn(share):
    """Uses this much of its core and does nothing with it."""
    pin(LAST)
    while True:
        begun = time.perf_counter()
        while share >= 0.97 or time.perf_counter() - begun < share * 0.004:
            pass
        time.sleep((1 - share) * 0.004)


def busy_time():
    """Seconds that the processors have worked, for anybody."""
    user, nice, system, _, _, irq, softirq = map(int, open("/proc/stat").readline().split()[1:8])
    return (user + nice + system + irq + softirq) / os.sysconf("SC_CLK_TCK")


def pin(core):
    os.sched_setaffinity(0, {core})


def processor_time(pid):
    with contextlib.suppress(OSError):
        fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return 0


class Gateway:
    def __init__(self, folder, ports, files):
        configuration = os.path.join(folder, "drawbridge.yaml")
        with open(configuration, "w") as out:
            out.write(f"""version: 1
listen: 127.0.0.1:{ports['plain']}
tls: {{ listen: 127.0.0.1:{ports['tls']}, development_certificate: true }}
http2: {{ clear_text: true }}
admin: {{ listen: 127.0.0.1:{ports['admin']} }}
data: {folder}/data
drain: 1s
upstreams:
  api: {{ url: "http://127.0.0.1:{ports['upstream']}" }}
rate_limits:
  many: {{ rate: 1000/second, key: address }}
  large: {{ rate: 20/second, key: address }}
routes:
  - {{ path: /usual, upstream: api, public: true, limit: none }}
  - {{ path: /large, upstream: api, public: true, limit: large }}
  - {{ path: /**, upstream: api, public: true, limit: many }}
""")
        secrets = {"SECRET_KEY": os.urandom(32).hex(), "ADMIN_API_KEY": os.urandom(32).hex()}

        def freely():
            os.sched_setaffinity(0, range(FIRST, LAST + 1))
            if files:
                resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))

        self.process = subprocess.Popen([os.path.join(ROOT, "drawbridge"), "run", "--config", configuration],
                                        env={**os.environ, **secrets}, stdout=subprocess.DEVNULL, preexec_fn=freely)
        self.log = os.path.join(folder, "data", "logs", "app.log")
        for _ in range(600):
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", ports["plain"]), 1).close()
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        sys.exit("the gateway did not start")

    def memory(self):
        for line in open(f"/proc/{self.process.pid}/status"):
            if line.startswith("VmRSS"):
                return int(line.split()[1]) // 1024
        return 0

    def files(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def complaints(self):
        """What it said in its log beside what it always says, without the times."""
        lines = [line.split(" ", 2)[-1].strip() for line in open(self.log) if " WARN" in line or " ERROR" in line]
        return sorted({(lines.count(line), line) for line in lines}, reverse=True)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(60)


def calm(ports, secure, options, share, ours):
    burner = process(burn, share) if share > 0.02 else None
    seen = measure(ports, secure, options, ours + [burner.pid] if burner else ours)
    if burner:
        burner.kill()
        burner.join()
    return seen


def beside(name, gateway, ports, options, ours):
    """One attack, with calm times around it; prints its row of the table."""
    secure = name.endswith("-tls")
    tally = FORK.Value(Tally, lock=False)
    rest = gateway.memory(), gateway.files()
    quiet = measure(ports, secure, options, ours)
    pin(LAST)
    attackers = ATTACKS[name](ports, tally)
    pin(FIRST)
    pids = [attacker.pid for attacker in attackers]
    time.sleep(options.settle)
    began, used, load = time.perf_counter(), sum(map(processor_time, pids)), processor_time(gateway.process.pid)
    seen = measure(ports, secure, options, ours + pids)
    took = time.perf_counter() - began
    share = min(1, (sum(map(processor_time, pids)) - used) / took)
    load = (processor_time(gateway.process.pid) - load) / took
    held = gateway.memory(), gateway.files()
    for attacker in attackers:
        attacker.kill()
        attacker.join()
    ended = time.perf_counter()
    while gateway.files() > rest[1] + 60 and time.perf_counter() - ended < 40:
        time.sleep(0.2)
    back = time.perf_counter() - ended
    after = calm(ports, secure, options, share, ours), calm(ports, secure, options, share, ours)
    usual = at(after[0].delays + after[1].delays, 0.99)
    ratio = seen.at(0.99) / usual
    errors = seen.errors + [f"calm: {error}" for one in (quiet, *after) for error in one.errors]
    strangers = max(one.strangers for one in (seen, *after))
    print(f"{name:16} {len(seen.delays):6} {len(errors):6} {seen.at(.5):6.1f} {seen.at(.99):7.1f} {seen.at(1):7.1f}"
          f" {usual:7.1f} {quiet.at(.99):7.1f} {ratio:6.2f}  {share:5.0%} {load:5.0%} {strangers:5.0%}"
          f"  {rest[0]:4}/{held[0]:4}/{gateway.memory():4} {rest[1]:5}/{held[1]:5}/{gateway.files():5} {back:5.1f}"
          f"  {tally.opened} opened, {tally.closed} closed, {tally.bytes >> 20} MiB", flush=True)
    for error in sorted(set(errors))[:3]:
        print(f"    {errors.count(error)} times {error[:200]}", flush=True)
    return not errors and ratio <= options.most


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10, help="of each measurement")
    parser.add_argument("--rate", type=float, default=300, help="requests a second of the other clients")
    parser.add_argument("--connections", type=int, default=32, help="of the other clients")
    parser.add_argument("--settle", type=float, default=3, help="seconds from an attack's begin to its measurement")
    parser.add_argument("--most", type=float, default=2, help="the ratio of p99 that is allowed")
    parser.add_argument("--files", type=int, default=0, help="files that the gateway may open (ulimit -n)")
    parser.add_argument("--strangers", type=float, default=0.15, help="of a core that others may use during a measurement")
    parser.add_argument("--patience", type=int, default=4, help="how often a measurement is made until they do not")
    parser.add_argument("--only", default=",".join(ATTACKS))
    options = parser.parse_args()
    chosen = options.only.split(",")
    if unknown := set(chosen) - set(ATTACKS):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(ATTACKS)}")
    if not shutil.which("slowhttptest"):
        sys.exit("slowhttptest is not here; Debian has it")
    if FIRST == LAST:
        sys.exit("attackers and clients need a core each")
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    pin(FIRST)
    ports = {name: free_port() for name in ("plain", "tls", "admin", "upstream")}
    with tempfile.TemporaryDirectory() as folder:
        ready = FORK.Event()
        behind = process(lambda: asyncio.run(upstream(ports["upstream"], ready)))
        ready.wait(10)
        gateway = Gateway(folder, ports, options.files)
        good = True
        ours = [os.getpid(), behind.pid, gateway.process.pid]
        try:
            for secure in (False, True):
                measure(ports, secure, options, ours)  # warm-up
            print(f"load of the machine: {os.getloadavg()[0]:.1f}; attackers on core {LAST}, clients and upstream on core {FIRST}\n"
                  "strng: the part of a core that programs used which have nothing to do with this\n"
                  "calm p99: with a program that only counts using as much of the attackers' core as they did; quiet p99: without\n"
                  f"{'beside':16} {'others':>6} {'errors':>6} {'p50 ms':>6} {'p99 ms':>7} {'max ms':>7} {'calm':>7} {'quiet':>7} {'ratio':>6}"
                  f"  {'attk.':>5} {'gatew':>5} {'strng':>5}  {'MiB rest/held/after':14} {'files rest/held/after'} back s", flush=True)
            for name in chosen:
                good &= beside(name, gateway, ports, options, ours)
            for number, line in gateway.complaints()[:20]:
                print(f"app.log, {number} times: {line[:900]}")
        finally:
            gateway.stop()
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
