package dev.actionbus.payload;

import dev.actionbus.action.PayloadClaim;
import java.util.Optional;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * One object a payload in a bucket of S3 or of anything that speaks its protocol, named by its
 * digest. Credentials come as the AWS SDK finds them (environment, profile, role), never from here.
 */
final class S3Store implements PayloadStore {

    private final S3Client client;
    private final PayloadLocation.Bucket bucket;

    S3Store(PayloadLocation.Bucket bucket) {
        this.bucket = bucket;
        S3ClientBuilder builder =
                S3Client.builder()
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .region(Region.of(bucket.region()))
                        // Not everything that speaks S3 knows trailing checksums; ours is the name.
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                        .serviceConfiguration(c -> c.chunkedEncodingEnabled(false));
        bucket.endpoint().ifPresent(url -> builder.endpointOverride(url).forcePathStyle(true));
        this.client = builder.build();
    }

    @Override
    public void put(PayloadClaim claim, byte[] bytes) {
        try {
            var unused =
                    client.putObject(
                            object ->
                                    object.bucket(bucket.name())
                                            .key(key(claim))
                                            .contentType("application/json"),
                            RequestBody.fromBytes(bytes));
        } catch (SdkException e) {
            throw trouble(e);
        }
    }

    @Override
    public Optional<byte[]> get(PayloadClaim claim) {
        try {
            return Optional.of(
                    client.getObjectAsBytes(object -> object.bucket(bucket.name()).key(key(claim)))
                            .asByteArray());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw trouble(e);
        }
    }

    private String key(PayloadClaim claim) {
        return bucket.prefix() + claim.digest();
    }

    private PayloadTrouble trouble(SdkException e) {
        return PayloadTrouble.unavailable("bucket " + bucket.name() + ": " + e.getMessage(), e);
    }

    @Override
    public void close() {
        client.close();
    }
}
