package dev.quayside.customers;

import dev.quayside.shared.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void the_app_is_built_like_the_others() {
        ArchitectureRules.check("dev.quayside.customers");
    }
}
