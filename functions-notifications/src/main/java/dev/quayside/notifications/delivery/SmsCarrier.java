package dev.quayside.notifications.delivery;

import dev.quayside.notifications.content.Channel;
import java.time.Duration;

/** Hands text messages over. */
public final class SmsCarrier implements Carrier {

    private final Provider provider;

    private record TextMessage(String to, String text) {}

    /** @param timeout how long to wait for an answer */
    public SmsCarrier(CarrierSettings settings, Duration timeout) {
        this.provider = new Provider(settings, timeout);
    }

    @Override
    public Channel channel() {
        return Channel.SMS;
    }

    @Override
    public Receipt send(Letter letter) {
        return provider.send(letter.key(), new TextMessage(letter.address(), letter.body()));
    }
}
