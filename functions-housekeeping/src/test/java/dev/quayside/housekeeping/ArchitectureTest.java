package dev.quayside.housekeeping;

import dev.quayside.shared.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void the_app_is_built_as_all_apps_are() {
        ArchitectureRules.check("dev.quayside.housekeeping");
    }
}
