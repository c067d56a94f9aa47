package dev.quayside.shared.storage;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.options.BlockBlobCommitBlockListOptions;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import com.azure.storage.blob.options.BlockBlobStageBlockOptions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import dev.quayside.shared.storage.BlobStore.Written;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * Sends a blob in blocks while it is written and makes it visible at the end, all at once. The SDK's own stream is not
 * used, since it commits what it has when a failing writer closes it.
 */
final class BlockOutput extends OutputStream {

    /** What is held in memory; at most 50,000 blocks make a blob of 195 GiB. */
    private static final int BLOCK_BYTES = 4 * 1024 * 1024;

    private final BlobContainerClient container;
    private final BlockBlobClient blob;

    /** In each block's id, so that two who write the same blob at once never mix their blocks. */
    private final UUID writer = UUID.randomUUID();

    private final MessageDigest digest = sha256();
    private final ByteArrayOutputStream block = new ByteArrayOutputStream();
    private final List<String> blockIds = new ArrayList<>();
    private long bytes;

    BlockOutput(BlobContainerClient container, String blob) {
        this.container = container;
        this.blob = container.getBlobClient(blob).getBlockBlobClient();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void write(int single) {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        digest.update(source, offset, length);
        bytes += length;
        int from = offset;
        int left = length;
        while (left > 0) {
            int part = Math.min(left, BLOCK_BYTES - block.size());
            block.write(source, from, part);
            from += part;
            left -= part;
            if (block.size() == BLOCK_BYTES) {
                stage();
            }
        }
    }

    private void stage() {
        byte[] id = ByteBuffer.allocate(20)
                .putLong(writer.getMostSignificantBits())
                .putLong(writer.getLeastSignificantBits())
                .putInt(blockIds.size())
                .array();
        blockIds.add(Base64.getEncoder().encodeToString(id));
        BlockBlobStageBlockOptions options =
                new BlockBlobStageBlockOptions(blockIds.get(blockIds.size() - 1), takeBlock());
        inContainer(() -> blob.stageBlockWithResponse(options, null, Context.NONE));
    }

    private BinaryData takeBlock() {
        BinaryData content = BinaryData.fromBytes(block.toByteArray());
        block.reset();
        return content;
    }

    /** Makes the blob visible if {@code conditions} hold. */
    Written commit(String contentType, BlobRequestConditions conditions) {
        BlobHttpHeaders headers = new BlobHttpHeaders().setContentType(contentType);
        if (blockIds.isEmpty()) {
            BlockBlobSimpleUploadOptions options = new BlockBlobSimpleUploadOptions(takeBlock())
                    .setHeaders(headers)
                    .setRequestConditions(conditions);
            inContainer(() -> blob.uploadWithResponse(options, null, Context.NONE));
        } else {
            if (block.size() > 0) {
                stage();
            }
            blob.commitBlockListWithResponse(
                    new BlockBlobCommitBlockListOptions(blockIds)
                            .setHeaders(headers)
                            .setRequestConditions(conditions),
                    null,
                    Context.NONE);
        }
        return new Written(HexFormat.of().formatHex(digest.digest()), bytes);
    }

    /** The first write makes the container, so that a new environment needs no preparation. */
    private void inContainer(Runnable call) {
        try {
            call.run();
        } catch (BlobStorageException e) {
            if (!BlobErrorCode.CONTAINER_NOT_FOUND.equals(e.getErrorCode())) {
                throw e;
            }
            container.createIfNotExists();
            call.run();
        }
    }
}
