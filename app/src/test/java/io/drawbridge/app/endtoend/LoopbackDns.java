package io.drawbridge.app.endtoend;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// A name server (RFC 1035) for which every name is 127.0.0.1, and nothing else is known.
final class LoopbackDns implements AutoCloseable {
    private static final int HEADER = 12;
    private static final short TYPE_A = 1;

    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());

    LoopbackDns() throws IOException {
        Thread.startVirtualThread(this::serve);
    }

    int port() {
        return socket.getLocalPort();
    }

    private void serve() {
        byte[] buffer = new byte[1024];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                byte[] answer = answer(Arrays.copyOf(buffer, packet.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException over) {
                // Closed; or a packet that could not be answered, which is asked for again.
            }
        }
    }

    private static byte[] answer(byte[] query) {
        int end = HEADER;
        while (query[end] != 0) {
            end += query[end] + 1;
        }
        int question = end + 5;
        boolean address = ByteBuffer.wrap(query).getShort(end + 1) == TYPE_A;
        ByteBuffer answer = ByteBuffer.allocate(question + 16);
        answer.put(query, 0, 2).putShort((short) 0x8580).putShort((short) 1);
        answer.putShort((short) (address ? 1 : 0)).putInt(0);
        answer.put(query, HEADER, question - HEADER);
        if (address) {
            answer.putShort((short) 0xc00c).putShort(TYPE_A).putShort((short) 1).putInt(60);
            answer.putShort((short) 4).put(new byte[] {127, 0, 0, 1});
        }
        return Arrays.copyOf(answer.array(), answer.position());
    }

    @Override
    public void close() {
        socket.close();
    }
}
