package dev.quayside.local.outside;

import static dev.quayside.local.outside.OutsideSystemsFixture.newKey;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.local.outside.OutsideSystemsFixture.Reply;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessageServiceIT {
    private static final String MAIL = "{'to':'alice@example.com','subject':'Hello','html':'<p>Hi</p>'}";
    private static final String SMS = "{'to':'+4930123456','text':'Hi'}";

    @TempDir
    private static Path folder;

    private static OutsideSystemsFixture outside;

    @BeforeAll
    static void start() {
        outside = new OutsideSystemsFixture(folder);
    }

    @AfterAll
    static void stop() {
        outside.close();
    }

    @AfterEach
    void noFaults() throws Exception {
        outside.delete("/faults");
    }

    @Test
    void the_same_key_brings_once() throws Exception {
        String key = newKey();
        Reply first = outside.post("/mail/messages", key, MAIL);
        Reply again = outside.post("/mail/messages", key, MAIL);

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(outside.post("/mail/messages", key, MAIL.replace("Hi", "Ho")).status())
                .isEqualTo(422);
        assertThat(outside.get("/mail/messages?idempotencyKey=" + key).items()).hasSize(1);
        assertThat(outside.get("/sms/messages?idempotencyKey=" + key).items()).isEmpty();
    }

    @Test
    void the_curious_see_what_was_sent_to_whom() throws Exception {
        outside.post("/sms/messages", SMS.replace("'+4930123456'", "'+4930999999'"));
        outside.restart();

        Reply seen = outside.call(outside.anonymous("/sms/messages?to=%2B4930999999"));
        assertThat(seen.items()).hasSize(1);
        assertThat(seen.items().get(0).get("text").asText()).isEqualTo("Hi");
        assertThat(outside.get("/sms/messages?to=%2B4930000000").items()).isEmpty();
    }

    @Test
    void what_cannot_be_brought_is_refused() throws Exception {
        assertThat(outside.post("/mail/messages", MAIL.replace("@", " at ")).text("code"))
                .isEqualTo("invalid_recipient");
        assertThat(outside.post("/sms/messages", SMS.replace("+49", "0")).text("code"))
                .isEqualTo("invalid_recipient");
        assertThat(outside.post("/sms/messages", SMS.replace("Hi", "x".repeat(1600)))
                        .status())
                .isEqualTo(201);
        assertThat(outside.post("/sms/messages", SMS.replace("Hi", "x".repeat(1601)))
                        .text("code"))
                .isEqualTo("too_long");
        assertThat(outside.post("/mail/messages", "{'to':'alice@example.com'}").status())
                .isEqualTo(400);
        assertThat(outside.get("/mail/addresses").status()).isEqualTo(404);
    }

    @Test
    void a_decline_switch_refuses_every_message_and_an_error_switch_is_an_outage() throws Exception {
        outside.put("/faults/mail", "{'mode':'decline'}");
        outside.put("/faults/sms", "{'mode':'error'}");

        assertThat(outside.post("/mail/messages", MAIL).status()).isEqualTo(422);
        assertThat(outside.post("/sms/messages", SMS).status()).isEqualTo(503);
    }
}
