package dev.quayside.local.servicebus.amqp;

import dev.quayside.local.servicebus.broker.Broker;
import dev.quayside.local.servicebus.broker.BrokerException;
import dev.quayside.local.servicebus.broker.BrokerException.Reason;
import org.apache.qpid.protonj2.engine.IncomingDelivery;
import org.apache.qpid.protonj2.engine.Receiver;
import org.apache.qpid.protonj2.types.UnsignedLong;
import org.apache.qpid.protonj2.types.messaging.Accepted;
import org.apache.qpid.protonj2.types.messaging.Target;
import org.apache.qpid.protonj2.types.transport.DeliveryState;

/** A link on which a client sends messages to a queue or topic. */
final class SendLink {

    /** The largest message or batch, as in Azure's premium tier by default. */
    static final int MAX_MESSAGE_SIZE = 1_048_576;

    /** Transfers that may be under way; more only fills memory while the store is at work. */
    private static final int CREDIT = 250;

    private final Receiver link;
    private final AmqpConnection connection;
    private final String path;
    private final Broker broker;
    private final MessageCodec codec;

    SendLink(Receiver link, AmqpConnection connection, String path, Broker broker, MessageCodec codec) {
        this.link = link;
        this.connection = connection;
        this.path = path;
        this.broker = broker;
        this.codec = codec;
    }

    void open() {
        link.setSource(link.getRemoteSource());
        link.setTarget(link.<Target>getRemoteTarget());
        link.setMaxMessageSize(UnsignedLong.valueOf(MAX_MESSAGE_SIZE));
        link.setSenderSettleMode(link.getRemoteSenderSettleMode());
        link.setReceiverSettleMode(link.getRemoteReceiverSettleMode());
        link.deliveryReadHandler(this::read);
        link.closeHandler(Receiver::close);
        link.detachHandler(Receiver::detach);
        link.open();
        link.addCredit(CREDIT);
    }

    private void read(IncomingDelivery delivery) {
        if (delivery.isAborted()) {
            delivery.settle();
            link.addCredit(1);
        } else if (delivery.available() > MAX_MESSAGE_SIZE) {
            refuseTooLarge(delivery);
        } else if (!delivery.isPartial()) {
            byte[] bytes = new byte[delivery.available()];
            delivery.readBytes(bytes, 0, bytes.length);
            accept(delivery, bytes);
        }
    }

    private void refuseTooLarge(IncomingDelivery delivery) {
        BrokerException failure = new BrokerException(
                Reason.MESSAGE_TOO_LARGE,
                "The message is larger than the maximum of %d bytes.".formatted(MAX_MESSAGE_SIZE));
        if (delivery.isPartial()) {
            // The rest need not come: the link ends here, and the SDK opens another.
            link.setCondition(Errors.condition(failure));
            link.close();
        } else {
            delivery.claimAvailableBytes();
            answer(delivery, Errors.rejected(failure));
        }
    }

    private void accept(IncomingDelivery delivery, byte[] bytes) {
        try {
            broker.send(
                    path,
                    codec.readTransfer(bytes, delivery.getMessageFormat()),
                    (failure, sequences) -> connection.whileOpen(() ->
                            answer(delivery, failure == null ? Accepted.getInstance() : Errors.rejected(failure))));
        } catch (BrokerException refused) {
            answer(delivery, Errors.rejected(refused));
        }
    }

    private void answer(IncomingDelivery delivery, DeliveryState state) {
        if (!link.isLocallyClosedOrDetached()) {
            delivery.disposition(state, true);
            link.addCredit(1);
        }
    }
}
