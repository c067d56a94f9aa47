package dev.quayside.catalog;

import dev.quayside.shared.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void the_app_is_built_as_every_app_is() {
        ArchitectureRules.check("dev.quayside.catalog");
    }
}
