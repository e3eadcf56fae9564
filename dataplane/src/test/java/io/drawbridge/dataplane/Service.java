package io.drawbridge.dataplane;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// An upstream that does on each connection what a script says, each on a thread of its own.
final class Service implements AutoCloseable {
    /// What happens on one connection; it is closed at the script's end.
    @FunctionalInterface
    interface Script {
        void serve(Wire wire) throws Exception;
    }

    private final ServerSocket listener;
    private final List<Script> scripts;
    private final AtomicInteger connections = new AtomicInteger();
    private final List<Socket> open = Collections.synchronizedList(new ArrayList<>());
    private final LinkedBlockingQueue<Message> requests = new LinkedBlockingQueue<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    private Service(List<Script> scripts, int receiveBuffer) throws IOException {
        this.scripts = scripts;
        listener = new ServerSocket();
        if (receiveBuffer > 0) {
            listener.setReceiveBufferSize(receiveBuffer);
        }
        listener.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
        Thread.startVirtualThread(this::accept);
    }

    /// The first connection follows the first script, and so on; the last script serves all that come after.
    static Service scripted(Script... scripts) throws IOException {
        return new Service(List.of(scripts), 0);
    }

    /// As [#scripted], with room for little of what it is sent.
    static Service narrow(Script script) throws IOException {
        return new Service(List.of(script), 32 * 1024);
    }

    /// Gives this answer to every request; the requests are kept.
    static Service answering(String answer) throws IOException {
        return answering(_ -> answer);
    }

    static Service answering(Function<Message, String> answers) throws IOException {
        List<Script> scripts = new ArrayList<>();
        Service service = new Service(scripts, 0);
        scripts.add(wire -> {
            while (true) {
                Message request = wire.request();
                service.requests.add(request);
                wire.send(answers.apply(request));
            }
        });
        return service;
    }

    /// Says hello to every request.
    static Service greeting() throws IOException {
        return answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                open.add(socket);
                Script script = scripts.get(Math.min(connections.getAndIncrement(), scripts.size() - 1));
                Thread.startVirtualThread(() -> serve(socket, script));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket socket, Script script) {
        try (socket) {
            script.serve(new Wire(socket));
        } catch (IOException gone) {
            // What the gateway does with its connections is the test's matter.
        } catch (Throwable failure) {
            failures.add(failure);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    /// Connections accepted so far.
    int connections() {
        return connections.get();
    }

    void keep(Message request) {
        requests.add(request);
    }

    Message nextRequest() throws InterruptedException {
        Message request = requests.poll(15, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("no request came; failures: " + failures);
        }
        return request;
    }

    /// Requests kept and not yet taken.
    int waitingRequests() {
        return requests.size();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open.toArray(Socket[]::new)) {
            socket.close();
        }
        if (!failures.isEmpty()) {
            throw new AssertionError("a script failed", failures.getFirst());
        }
    }
}
