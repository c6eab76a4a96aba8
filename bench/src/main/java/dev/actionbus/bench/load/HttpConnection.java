package dev.actionbus.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/** One keep-alive connection with at most one request on its way. */
final class HttpConnection implements AutoCloseable {

    private static final int LARGEST_ANSWER = 1 << 16;

    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocate(LARGEST_ANSWER);
    private long job;
    private long sentAt;

    private HttpConnection(SocketChannel channel) {
        this.channel = channel;
    }

    static HttpConnection open(InetSocketAddress server, Selector selector) throws IOException {
        SocketChannel channel = SocketChannel.open(server);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        HttpConnection connection = new HttpConnection(channel);
        channel.register(selector, SelectionKey.OP_READ, connection);
        return connection;
    }

    void send(long n, ByteBuffer request) throws IOException {
        job = n;
        sentAt = System.nanoTime();
        // Nothing else is in the socket's buffer: a small request goes at once.
        while (request.hasRemaining()) {
            channel.write(request);
        }
    }

    /** Reads what is there; the answer when all of it has come. */
    Optional<HttpAnswer> read() throws IOException {
        if (channel.read(in) < 0) {
            throw new EOFException("closed by the server");
        }
        Optional<HttpAnswer> answer = HttpAnswer.parse(in.array(), in.position());
        if (answer.isPresent()) {
            in.clear();
        } else if (!in.hasRemaining()) {
            throw new IOException("an answer larger than " + LARGEST_ANSWER + " bytes");
        }
        return answer;
    }

    long job() {
        return job;
    }

    long sentAt() {
        return sentAt;
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
