package dev.quayside.shared.storage;

import com.azure.core.http.policy.ExponentialBackoffOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.util.HttpClientOptions;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.sas.BlobSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import dev.quayside.shared.kernel.Lazy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Files in Azure Blob Storage, streamed: however large a blob is, a few megabytes of it are in memory. Opens nothing
 * before first use, and tries again for some seconds while the service is away.
 *
 * <p>Methods throw {@link BlobStorageException} or another {@link RuntimeException} if the service refuses or cannot be
 * reached.
 */
public final class BlobStore {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final RetryOptions RETRIES = new RetryOptions(new ExponentialBackoffOptions()
            .setMaxRetries(6)
            .setBaseDelay(Duration.ofMillis(200))
            .setMaxDelay(Duration.ofSeconds(10)));

    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    private static final Set<BlobErrorCode> NOT_THERE =
            Set.of(BlobErrorCode.BLOB_NOT_FOUND, BlobErrorCode.CONTAINER_NOT_FOUND);
    private static final Set<BlobErrorCode> THERE_ALREADY =
            Set.of(BlobErrorCode.BLOB_ALREADY_EXISTS, BlobErrorCode.CONDITION_NOT_MET);

    private final BlobSettings settings;
    private final Lazy<BlobServiceClient> service = new Lazy<>(this::build);

    public BlobStore(BlobSettings settings) {
        this.settings = settings;
    }

    /** What a blob is made of; asked once a write, not at all if the blob is there already. */
    @FunctionalInterface
    public interface Content {
        /** Writes all of it; {@code out} may be closed or not. */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * What was written.
     *
     * @param sha256 of the bytes, in lower-case hexadecimal
     */
    public record Written(String sha256, long bytes) {}

    private BlobServiceClient build() {
        BlobServiceClientBuilder builder = new BlobServiceClientBuilder()
                .clientOptions(new HttpClientOptions()
                        .setConnectTimeout(CONNECT_TIMEOUT)
                        .setResponseTimeout(TIMEOUT))
                .retryOptions(RETRIES);
        return settings.connectionString() != null
                ? builder.connectionString(settings.connectionString().reveal()).buildClient()
                : builder.endpoint(settings.endpoint().toString())
                        .credential(new ManagedIdentityCredentialBuilder()
                                .clientId(settings.clientId())
                                .build())
                        .buildClient();
    }

    /**
     * Writes a blob, over one that is there, and makes the container if it is not there. Nobody sees a part of it: it
     * appears when {@code content} has ended well, and not at all when that throws. When two write a large blob at
     * once, one of them may fail; the blob then is the other's.
     *
     * @throws UncheckedIOException if {@code content} throws an {@link IOException}
     */
    public Written write(String container, String blob, String contentType, Content content) {
        return filled(container, blob, content).commit(contentType, null);
    }

    /**
     * Writes a blob unless there is one of that name; like {@link #write} otherwise. Of several who try at once, one
     * succeeds.
     *
     * @return empty if it is there already, also from an earlier try of one's own that ended in an exception
     */
    public Optional<Written> writeOnce(String container, String blob, String contentType, Content content) {
        if (exists(container, blob)) {
            return Optional.empty();
        }
        BlockOutput output = filled(container, blob, content);
        try {
            return Optional.of(output.commit(contentType, new BlobRequestConditions().setIfNoneMatch("*")));
        } catch (BlobStorageException e) {
            // Who commits first discards the blocks that others have sent for the same blob.
            boolean blocksGone = BlobErrorCode.INVALID_BLOCK_LIST.equals(e.getErrorCode());
            if (THERE_ALREADY.contains(e.getErrorCode()) || (blocksGone && exists(container, blob))) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private BlockOutput filled(String container, String blob, Content content) {
        BlockOutput output = new BlockOutput(container(container), blob);
        try {
            content.writeTo(output);
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean exists(String container, String blob) {
        return client(container, blob).exists();
    }

    /** Opens a blob, to be closed by the caller; empty if it is not there. */
    public Optional<InputStream> read(String container, String blob) {
        try {
            return Optional.of(client(container, blob).openInputStream());
        } catch (BlobStorageException e) {
            if (NOT_THERE.contains(e.getErrorCode())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Deletes a blob if it is there. */
    public void delete(String container, String blob) {
        client(container, blob).deleteIfExists();
    }

    /**
     * Whether a time-based policy keeps the blobs of a container from being changed and deleted. It is set where the
     * storage account is deployed; whether it is locked, too, only the management interface tells.
     */
    public boolean isImmutable(String container) {
        BlobContainerClient client = container(container);
        return client.exists() && client.getProperties().hasImmutabilityPolicy();
    }

    /**
     * An address at which anybody who knows it can download the blob until {@code expiresAt}.
     *
     * @param expiresAt at most seven days ahead, the limit for addresses signed by a managed identity
     * @param fileName under which browsers store it: letters and digits of ASCII, dots, hyphens and underscores
     */
    public URI link(String container, String blob, Instant expiresAt, String fileName) {
        if (!FILE_NAME.matcher(fileName).matches()) {
            throw new IllegalArgumentException("Not a plain file name: " + fileName);
        }
        OffsetDateTime expires = expiresAt.atOffset(ZoneOffset.UTC);
        BlobServiceSasSignatureValues signed = new BlobServiceSasSignatureValues(
                        expires, new BlobSasPermission().setReadPermission(true))
                .setContentDisposition("attachment; filename=\"" + fileName + "\"");
        BlobClient client = client(container, blob);
        String signature = settings.connectionString() != null
                ? client.generateSas(signed)
                : client.generateUserDelegationSas(signed, service.get().getUserDelegationKey(null, expires));
        return URI.create(client.getBlobUrl() + "?" + signature);
    }

    private BlobClient client(String container, String blob) {
        return container(container).getBlobClient(blob);
    }

    private BlobContainerClient container(String name) {
        return service.get().getBlobContainerClient(name);
    }
}
