package dev.quayside.local.servicebus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.local.NodePackage;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Runs {@code src/test/js/servicebus.js}: the official JavaScript SDK, installed from npm, unmodified. */
class JavaScriptSdkIT {
    private static NodePackage node;

    @BeforeAll
    static void install() throws Exception {
        node = NodePackage.install(
                Path.of("src", "test", "js"), Path.of("target", "servicebus-js"), "@azure/service-bus");
    }

    @Test
    void the_javascript_sdk_works_unmodified() throws Exception {
        try (TestBus bus = TestBus.start()) {
            String output = node.run("node", "servicebus.js", bus.server().connectionString());

            assertThat(output).endsWith("all steps passed\n");
        }
    }
}
