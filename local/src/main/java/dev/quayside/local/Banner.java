package dev.quayside.local;

/** The texts that greet a user. */
final class Banner {
    private Banner() {}

    static String addresses(Ports ports) {
        return """
                Quayside, local platform

                client API       http://localhost:%d/api/v1
                employee API     http://localhost:%d/api/v1
                a token          http://localhost:%d/local/token?user=alice  (bob, admin, agent, manager, producer)
                identity         http://localhost:%d/external and /entra
                Web PubSub       ws://localhost:%d/client/hubs/...
                outside systems  http://localhost:%d/payments/charges, /shipping/shipments, /mail/messages, /sms/messages, /faults
                PostgreSQL       127.0.0.1:%d, database quayside, user postgres
                Blob Storage     http://localhost:%d
                Service Bus      localhost:%d
                """.formatted(
                        ports.external(),
                        ports.internal(),
                        ports.external(),
                        ports.identity(),
                        ports.pubSub(),
                        ports.outside(),
                        ports.postgres(),
                        ports.blobs(),
                        ports.serviceBus());
    }

    static String tryIt(Ports ports) {
        return """
                Try it:
                  TOKEN=$(curl -s 'http://localhost:%1$d/local/token?user=alice')
                  curl -s http://localhost:%1$d/api/v1/orders -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -H "Idempotency-Key: $(cat /proc/sys/kernel/random/uuid)" -d '{"lines":[{"sku":"QS-1001","quantity":2}],"currency":"EUR","paymentMethod":"tok_ok","shippingAddress":{"name":"Alice","line1":"Kai 1","city":"Berlin","postalCode":"10115","country":"DE"}}'
                  curl -s http://localhost:%1$d/api/v1/orders -H "Authorization: Bearer $TOKEN"
                """.formatted(ports.external());
    }

    /** The line that tells people, and scripts, that all is up. */
    static String ready(Ports ports) {
        return "Quayside is ready: http://localhost:" + ports.external();
    }
}
