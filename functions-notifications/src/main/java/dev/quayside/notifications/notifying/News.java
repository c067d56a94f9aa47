package dev.quayside.notifications.notifying;

import dev.quayside.shared.contracts.NotificationEvents.NotificationDelivered;
import dev.quayside.shared.contracts.NotificationEvents.NotificationFailed;
import dev.quayside.shared.contracts.NotificationEvents.NotificationRequested;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.events.CloudEvent;
import dev.quayside.shared.events.Inbox;
import dev.quayside.shared.events.MalformedEventException;
import dev.quayside.shared.telemetry.Log;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * What other apps tell that customers want to know. Each event is one transaction; what follows it may be lost with the
 * process.
 */
public final class News {

    private final Database database;
    private final Teller teller;

    public News(Database database, Teller teller) {
        this.database = database;
        this.teller = teller;
    }

    /**
     * An order got somewhere. With it comes whose it is, for news of its payment that came before.
     *
     * @throws MalformedEventException if the event's type is not known or its data does not fit
     */
    public void ofOrder(Inbox.Entry heard, CloudEvent event) {
        OrderNews.of(event)
                .ifPresentOrElse(
                        news -> once(heard, transaction -> order(transaction, news)),
                        () -> Log.info("event does not concern customers", "type", event.type()));
    }

    private List<Told> order(Handle transaction, Occasion news) {
        List<Told> told = new ArrayList<>();
        // Told first: from then on nobody begins to forget the customer.
        teller.tell(transaction, news).ifPresent(told::add);
        boolean mayWait = NotificationStore.learn(transaction, news.orderId(), news.customerId());
        if (mayWait) {
            NotificationStore.release(transaction, news.orderId())
                    .forEach(waited -> teller.tell(transaction, waited.to(news.customerId()))
                            .ifPresent(told::add));
        }
        return told;
    }

    /**
     * Money went back, or did not. If the order has not been heard of, the news waits for it.
     *
     * @throws MalformedEventException if the event's type is not known or its data does not fit
     */
    public void ofPayment(Inbox.Entry heard, CloudEvent event) {
        PaymentNews.of(event)
                .ifPresentOrElse(
                        news -> once(heard, transaction -> payment(transaction, event.id(), news)),
                        () -> Log.info("event does not concern customers", "type", event.type()));
    }

    private List<Told> payment(Handle transaction, String eventId, PaymentNews news) {
        return NotificationStore.lockOrder(transaction, news.orderId())
                .map(customer ->
                        teller.tell(transaction, news.to(customer)).stream().toList())
                .orElseGet(() -> {
                    NotificationStore.wait(transaction, eventId, news);
                    return List.of();
                });
    }

    /**
     * Some app wants a customer told something.
     *
     * @throws MalformedEventException if the event's type is not known or its data does not fit
     */
    public void ofRequest(Inbox.Entry heard, CloudEvent event) {
        switch (event.type()) {
            case NotificationRequested.TYPE -> {
                Occasion request = request(event);
                once(
                        heard,
                        transaction ->
                                teller.tell(transaction, request).stream().toList());
            }
            case NotificationDelivered.TYPE, NotificationFailed.TYPE ->
                Log.info("event is our own", "type", event.type());
            default -> throw new MalformedEventException("unknown type " + event.type(), null);
        }
    }

    /**
     * Something was done with the customer's data, or is about to be. What the apps tell each other of it, customers need
     * not know.
     *
     * @throws MalformedEventException if the event's data does not fit
     */
    public void ofPersonalData(Inbox.Entry heard, CloudEvent event) {
        PersonalDataNews.of(event)
                .ifPresent(news -> once(
                        heard,
                        transaction -> teller.tell(transaction, news).stream().toList()));
    }

    private static Occasion request(CloudEvent event) {
        NotificationRequested request = event.data(NotificationRequested.class);
        if (request.customerId() == null || request.template() == null) {
            throw new MalformedEventException("a request needs a customer and a template", null);
        }
        Map<String, String> data = request.data() == null ? Map.of() : request.data();
        return new Occasion(
                "requested:" + event.id(), request.customerId(), request.template(), null, data, event.source());
    }

    private void once(Inbox.Entry heard, Function<Handle, List<Told>> work) {
        Optional<List<Told>> told = database.inTransaction(transaction ->
                Inbox.firstTime(transaction, heard) ? Optional.of(work.apply(transaction)) : Optional.empty());
        told.ifPresentOrElse(
                all -> all.forEach(teller::follow),
                () -> Log.info("event was handled before", "eventId", heard.messageId()));
    }
}
