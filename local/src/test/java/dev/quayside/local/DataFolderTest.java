package dev.quayside.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    private Path folder;

    @Test
    void clearing_leaves_the_logs() throws Exception {
        try (DataFolder data = DataFolder.open(folder)) {
            for (Path part : new Path[] {data.postgres(), data.blobs(), data.logs()}) {
                Files.createDirectories(part.resolve("some"));
                Files.writeString(part.resolve("some/file"), "content");
            }

            data.clear();

            assertThat(data.postgres()).doesNotExist();
            assertThat(data.blobs()).doesNotExist();
            assertThat(data.logs().resolve("some/file")).exists();
        }
    }
}
