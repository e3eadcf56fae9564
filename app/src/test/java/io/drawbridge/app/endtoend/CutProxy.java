package io.drawbridge.app.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Stands between programs and a server, and can become a black hole: it goes on accepting connections and
/// reading from nobody, as a cable that was pulled looks from either side.
final class CutProxy implements AutoCloseable {
    private final ServerSocket listener;
    private final int target;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition mended = lock.newCondition();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private boolean cut;

    private CutProxy(ServerSocket listener, int target) {
        this.listener = listener;
        this.target = target;
    }

    static CutProxy before(int target) throws IOException {
        CutProxy proxy = new CutProxy(new ServerSocket(0, 200, InetAddress.ofLiteral("127.0.0.1")), target);
        Thread.ofVirtual().start(proxy::accept);
        return proxy;
    }

    int port() {
        return listener.getLocalPort();
    }

    void cut() {
        lock.lock();
        try {
            cut = true;
        } finally {
            lock.unlock();
        }
    }

    void mend() {
        lock.lock();
        try {
            cut = false;
            mended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void awaitMended() {
        lock.lock();
        try {
            while (cut) {
                mended.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                sockets.add(client);
                Thread.ofVirtual().start(() -> connect(client));
            }
        } catch (IOException closed) {
            // So is the proxy.
        }
    }

    private void connect(Socket client) {
        awaitMended();
        Socket server = new Socket();
        sockets.add(server);
        try {
            server.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), target), 2_000);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Thread.ofVirtual().start(() -> pump(client, server));
            pump(server, client);
        } catch (IOException gone) {
            end(client, server);
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] bytes = new byte[16_384];
        try {
            InputStream input = from.getInputStream();
            OutputStream output = to.getOutputStream();
            for (int count = input.read(bytes); count >= 0; count = input.read(bytes)) {
                awaitMended();
                output.write(bytes, 0, count);
            }
        } catch (IOException gone) {
            // The other side is told below.
        }
        awaitMended();
        end(from, to);
    }

    private void end(Socket one, Socket other) {
        for (Socket socket : Set.of(one, other)) {
            sockets.remove(socket);
            try {
                socket.close();
            } catch (IOException closed) {
                // As it should be.
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        mend();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
