package dev.quayside.notifications.delivery;

import dev.quayside.notifications.content.Channel;
import java.time.Duration;

/** Hands e-mails over. */
public final class EmailCarrier implements Carrier {

    private final Provider provider;

    private record Email(String to, String subject, String html) {}

    /** @param timeout how long to wait for an answer */
    public EmailCarrier(CarrierSettings settings, Duration timeout) {
        this.provider = new Provider(settings, timeout);
    }

    @Override
    public Channel channel() {
        return Channel.EMAIL;
    }

    @Override
    public Receipt send(Letter letter) {
        return provider.send(letter.key(), new Email(letter.address(), letter.subject(), letter.body()));
    }
}
