"""A small service manager for a test: it owns the listening socket, hears what the program says, and restarts it.

    service-manager.py PORT COMMAND...

Sends a request on a new connection every few milliseconds while it restarts the program by SIGTERM, reloads it by
SIGHUP, and prints what it heard and how many requests failed.
"""
import os, signal, socket, subprocess, sys, threading, time

port, command = int(sys.argv[1]), sys.argv[2:]
listening = socket.socket()
listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listening.bind(("127.0.0.1", port))
listening.listen(1024)
notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
notify.bind("\0drawbridge-test-%d" % os.getpid())
notify.settimeout(60)


def start():
    def prepare():
        os.dup2(listening.fileno(), 3)
        os.environ["LISTEN_PID"] = os.environ["WATCHDOG_PID"] = str(os.getpid())
    environment = {**os.environ, "LISTEN_FDS": "1", "NOTIFY_SOCKET": "@drawbridge-test-%d" % os.getpid(),
                   "WATCHDOG_USEC": "1000000"}
    # The shell's pid is the program's: exec keeps it. The pid is known only after the fork.
    script = 'export LISTEN_PID=$$ WATCHDOG_PID=$$; exec "$0" "$@"'
    return subprocess.Popen(["sh", "-c", script, *command], env=environment, pass_fds=(3,), preexec_fn=prepare,
                            stdout=subprocess.DEVNULL)


def heard(word):
    while True:
        message = notify.recv(4096).decode()
        for line in message.split("\n"):
            if line.startswith(word):
                print("heard", message.replace("\n", " "), flush=True)
                return


failures, answers, running = [], 0, True


def ask():
    global answers
    while running:
        try:
            with socket.create_connection(("127.0.0.1", port), 20) as connection:
                connection.sendall(b"GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                answer = b""
                while chunk := connection.recv(4096):
                    answer += chunk
            if b" 200 " not in answer.split(b"\r\n")[0]:
                failures.append(answer[:80])
            answers += 1
        except OSError as failure:
            failures.append(failure)
        time.sleep(0.005)


program = start()
try:
    heard("READY=1")
    heard("WATCHDOG=1")
    client = threading.Thread(target=ask)
    client.start()
    program.send_signal(signal.SIGHUP)
    heard("RELOADING=1")
    heard("READY=1")
    for _ in range(2):
        before = answers
        program.send_signal(signal.SIGTERM)
        heard("STOPPING=1")
        program.wait(60)
        program = start()
        heard("READY=1")
        while answers < before + 20 and not failures:
            time.sleep(0.01)
    running = False
    client.join()
    print("answers", answers > 40, "failures", len(failures), failures[:3], flush=True)
finally:
    running = False
    program.terminate()
    program.wait(60)
