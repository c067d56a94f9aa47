package dev.quayside.local.identity;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The page on which a visitor chooses whom to sign in as. */
final class LoginPage {
    private LoginPage() {}

    /** Writes the page into {@code folder} and returns where: mock-oauth2-server reads it from a file. */
    static Path write(Path folder) throws IOException {
        Map<String, List<Map<String, Object>>> people = new LinkedHashMap<>();
        for (DemoUser user : DemoUser.values()) {
            if (user != DemoUser.PRODUCER) {
                people.computeIfAbsent(user.issuer().path(), issuer -> new ArrayList<>())
                        .add(Map.of("login", user.login(), "claims", user.claims()));
            }
        }
        try (InputStream template = LoginPage.class.getResourceAsStream("/identity/login.html")) {
            String page = new String(template.readAllBytes(), StandardCharsets.UTF_8);
            return Files.writeString(
                    folder.resolve("login.html"), page.replace("USERS", new ObjectMapper().writeValueAsString(people)));
        }
    }
}
