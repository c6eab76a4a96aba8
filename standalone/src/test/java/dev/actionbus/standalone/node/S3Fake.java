package dev.actionbus.standalone.node;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * As much of S3 as a store of payloads needs, for one bucket: PUT and GET of objects by path, as
 * the API reference has them. It takes what is signed (AWS Signature Version 4) for its region, and
 * whose signed digest is that of the body.
 */
final class S3Fake implements AutoCloseable {

    private static final String NOT_FOUND =
            "<?xml version=\"1.0\"?><Error><Code>NoSuchKey</Code><Message>no</Message></Error>";

    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final String bucket;
    private final String credential;

    /**
     * @param credential as in {@code Credential=KEY/DATE/REGION/s3/aws4_request}, a pattern
     */
    S3Fake(String bucket, String credential) {
        this.bucket = bucket;
        this.credential = credential;
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** By name in the bucket. */
    Map<String, byte[]> objects() {
        return objects;
    }

    /** Requests that S3 would not have taken. */
    List<String> wrong() {
        return wrong;
    }

    private void answer(HttpExchange call) throws IOException {
        try (call) {
            byte[] body = call.getRequestBody().readAllBytes();
            String path = call.getRequestURI().getPath();
            if (!isSigned(call, body) || !path.startsWith("/" + bucket + "/")) {
                wrong.add(call.getRequestMethod() + " " + path + " " + call.getRequestHeaders());
                call.sendResponseHeaders(403, -1);
                return;
            }
            String name = path.substring(bucket.length() + 2);
            switch (call.getRequestMethod()) {
                case "PUT" -> {
                    objects.put(name, body);
                    call.getResponseHeaders().add("ETag", "\"x\"");
                    call.sendResponseHeaders(200, -1);
                }
                case "GET" -> send(call, objects.get(name));
                default -> call.sendResponseHeaders(405, -1);
            }
        }
    }

    private static void send(HttpExchange call, byte @Nullable [] object) throws IOException {
        byte[] body = object == null ? NOT_FOUND.getBytes(StandardCharsets.UTF_8) : object;
        call.getResponseHeaders()
                .add("Content-Type", object == null ? "application/xml" : "application/json");
        call.sendResponseHeaders(object == null ? 404 : 200, body.length);
        call.getResponseBody().write(body);
    }

    private boolean isSigned(HttpExchange call, byte[] body) {
        String authorization = String.valueOf(call.getRequestHeaders().getFirst("Authorization"));
        String digest = call.getRequestHeaders().getFirst("x-amz-content-sha256");
        return authorization.matches(
                        "AWS4-HMAC-SHA256 Credential="
                                + credential
                                + ", SignedHeaders=[a-z0-9;-]*x-amz-content-sha256[a-z0-9;-]*,"
                                + " Signature=[0-9a-f]{64}")
                && (sha256(body).equals(digest)
                        || (body.length == 0 && "UNSIGNED-PAYLOAD".equals(digest)));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
