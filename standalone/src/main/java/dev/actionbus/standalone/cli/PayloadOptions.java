package dev.actionbus.standalone.cli;

import dev.actionbus.payload.PayloadLocation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where params and results of more than 256 KiB are. */
final class PayloadOptions {

    @Option(
            names = "--payloads",
            paramLabel = "DIR|s3://BUCKET/PREFIX",
            description =
                    "Where params and results of more than 256 KiB are kept, for ever. Gateways and"
                            + " executors share it. S3: ?region=R and ?endpoint=URL may follow,"
                            + " credentials as the AWS SDK finds them (default: payloads in the"
                            + " data directory).")
    private @Nullable String text;

    /** Empty: not said. */
    Optional<PayloadLocation> location() {
        try {
            return Optional.ofNullable(text).map(PayloadLocation::parse);
        } catch (IllegalArgumentException e) {
            throw Failure.usage(
                    "PAYLOADS_INVALID",
                    "--payloads: " + e.getMessage(),
                    "name a directory, or a bucket: s3://BUCKET/PREFIX");
        }
    }
}
