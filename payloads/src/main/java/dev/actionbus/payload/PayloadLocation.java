package dev.actionbus.payload;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Where large payloads are kept. Every process of a bus is given the same place. */
public sealed interface PayloadLocation {

    /** A directory that all processes see. */
    record Directory(Path path) implements PayloadLocation {}

    /**
     * A bucket of S3 or of something that speaks its protocol.
     *
     * @param prefix of every object's name; empty, or ends with a slash
     * @param endpoint where it is, if not at AWS
     */
    record Bucket(String name, String prefix, String region, Optional<URI> endpoint)
            implements PayloadLocation {}

    /**
     * Reads {@code DIR} or {@code s3://BUCKET[/PREFIX][?region=R&endpoint=URL]}.
     *
     * @throws IllegalArgumentException neither; the message says why
     */
    static PayloadLocation parse(String text) {
        if (!text.startsWith("s3:")) {
            return new Directory(Path.of(text).toAbsolutePath().normalize());
        }
        try {
            URI uri = new URI(text);
            if (uri.getHost() == null || uri.getUserInfo() != null || uri.getPort() >= 0) {
                throw new IllegalArgumentException("s3://BUCKET/PREFIX, without credentials");
            }
            Map<String, String> options = options(uri);
            String path = uri.getPath().replaceAll("^/+|/+$", "");
            Bucket bucket =
                    new Bucket(
                            uri.getHost(),
                            path.isEmpty() ? "" : path + "/",
                            Optional.ofNullable(options.remove("region")).orElse("us-east-1"),
                            Optional.ofNullable(options.remove("endpoint")).map(URI::create));
            if (!options.isEmpty()) {
                throw new IllegalArgumentException("unknown: " + options.keySet());
            }
            return bucket;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a place: " + e.getReason(), e);
        }
    }

    default PayloadStore open() {
        return switch (this) {
            case Directory(Path path) -> new DirectoryStore(path);
            case Bucket bucket -> new S3Store(bucket);
        };
    }

    private static Map<String, String> options(URI uri) {
        Map<String, String> options = new TreeMap<>();
        String query = uri.getQuery();
        if (query != null) {
            for (String option : query.split("&", -1)) {
                String[] parts = option.split("=", 2);
                options.put(parts[0], parts.length == 2 ? parts[1] : "");
            }
        }
        return options;
    }
}
