package dev.quayside.local.servicebus.amqp;

import dev.quayside.local.servicebus.broker.BrokerException;
import org.apache.qpid.protonj2.engine.Receiver;
import org.apache.qpid.protonj2.engine.Sender;
import org.apache.qpid.protonj2.types.messaging.Rejected;
import org.apache.qpid.protonj2.types.messaging.Source;
import org.apache.qpid.protonj2.types.messaging.Target;
import org.apache.qpid.protonj2.types.transport.ErrorCondition;

/** Failures in AMQP's words. */
final class Errors {

    private Errors() {}

    static ErrorCondition condition(BrokerException failure) {
        return new ErrorCondition(failure.reason().condition(), failure.getMessage());
    }

    static Rejected rejected(BrokerException failure) {
        return new Rejected(condition(failure));
    }

    /** Refuses an attach: it is answered without a terminus, then closed with the reason. */
    static void refuse(Receiver link, BrokerException failure) {
        link.setSource(link.getRemoteSource());
        link.setTarget((Target) null);
        link.open();
        link.setCondition(condition(failure));
        link.close();
    }

    static void refuse(Sender link, BrokerException failure) {
        link.setSource((Source) null);
        link.open();
        link.setCondition(condition(failure));
        link.close();
    }
}
