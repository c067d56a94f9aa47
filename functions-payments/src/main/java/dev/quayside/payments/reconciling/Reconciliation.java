package dev.quayside.payments.reconciling;

import dev.quayside.payments.desk.PaymentProblem;
import dev.quayside.payments.gateway.GatewayAnswer;
import dev.quayside.payments.gateway.GatewayAnswer.Outcome;
import dev.quayside.payments.gateway.GatewayCharge;
import dev.quayside.payments.gateway.GatewayUnavailableException;
import dev.quayside.payments.gateway.PaymentGateway;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.Cursor;
import dev.quayside.shared.http.ProblemException;
import dev.quayside.shared.http.Reply;
import dev.quayside.shared.telemetry.Log;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Compares what our journal says was captured with what the gateway says. A page is as much of the span, from its end
 * backwards, as has so many charges in either book: what one call costs does not grow with the span.
 */
public final class Reconciliation {

    private final Database database;
    private final PaymentGateway gateway;
    private final int mostCharges;

    /** @param mostCharges of a page */
    public Reconciliation(Database database, PaymentGateway gateway, int mostCharges) {
        this.database = database;
        this.gateway = gateway;
        this.mostCharges = mostCharges;
    }

    public Reply answer(Call call) {
        try {
            return Reply.ok(report(call));
        } catch (GatewayUnavailableException e) {
            Log.warn("cannot reconcile", e);
            throw new ProblemException(PaymentProblem.GATEWAY_UNAVAILABLE, PaymentProblem.GATEWAY_UNAVAILABLE.title());
        }
    }

    private Report report(Call call) {
        Span asked = Span.of(call);
        Span span = call.cursor(1).map(cursor -> asked.until(cursor.instant(0))).orElse(asked);
        List<GatewayCharge> charges = gateway.charges(span.from(), span.to(), mostCharges + 1);
        List<Capture> captures = database.withHandle(
                handle -> ReconciliationStore.captures(handle, span.from(), span.to(), mostCharges + 1));
        Instant edge = later(
                edge(charges, GatewayCharge::createdAt, span.from()), edge(captures, Capture::capturedAt, span.from()));
        return compare(span, edge, charges, captures);
    }

    private Report compare(Span span, Instant edge, List<GatewayCharge> charges, List<Capture> captures) {
        boolean isLast = edge.equals(span.from());
        List<GatewayCharge> compared = charges.stream()
                .filter(GatewayCharge::isCaptured)
                .filter(charge -> isLast || charge.createdAt().isAfter(edge))
                .toList();
        List<Capture> booked = captures.stream()
                .filter(capture -> isLast || capture.capturedAt().isAfter(edge))
                .toList();
        Comparison comparison = Comparison.of(booked, compared, payments(compared));
        List<Difference> differences = new ArrayList<>(comparison.differences());
        for (Capture capture : comparison.notListed()) {
            // Most likely captured there before the span and booked here within it: counted with the span before.
            if (!isAtGateway(capture)) {
                differences.add(Difference.missingAtGateway(capture));
            }
        }
        return new Report(
                isLast ? span.from() : edge.plusNanos(1),
                span.to(),
                Report.Total.of(booked, compared),
                comparison.matched(),
                comparison.unsettled(),
                differences,
                isLast ? null : Cursor.of(edge.plusNanos(1)));
    }

    /** Where a list that was cut off ends: what is newer than its last row is complete. */
    private <T> Instant edge(List<T> newestFirst, Function<T, Instant> time, Instant from) {
        return newestFirst.size() <= mostCharges ? from : time.apply(newestFirst.get(newestFirst.size() - 1));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private Map<UUID, Capture> payments(List<GatewayCharge> charges) {
        List<UUID> ids = charges.stream()
                .flatMap(charge -> Comparison.paymentId(charge).stream())
                .toList();
        return database.withHandle(handle -> ReconciliationStore.payments(handle, ids)).stream()
                .collect(Collectors.toMap(Capture::paymentId, Function.identity()));
    }

    private boolean isAtGateway(Capture capture) {
        GatewayAnswer answer = gateway.findCharge(capture.key());
        if (answer.outcome() == Outcome.BUSY || answer.outcome() == Outcome.UNANSWERED) {
            throw new GatewayUnavailableException(answer.detail(), null);
        }
        return answer.outcome() == Outcome.DONE;
    }
}
