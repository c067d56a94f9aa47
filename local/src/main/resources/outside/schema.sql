-- What the outside systems remember. It survives a killed platform, as a real payment gateway would.
CREATE TABLE IF NOT EXISTS charge (
    id              text PRIMARY KEY,
    idempotency_key text NOT NULL UNIQUE,
    amount          bigint NOT NULL,
    currency        text NOT NULL,
    payment_method  text NOT NULL,
    reference       text NOT NULL,
    status          text NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS charge_newest ON charge (created_at DESC);
CREATE INDEX IF NOT EXISTS charge_reference ON charge (reference);

CREATE TABLE IF NOT EXISTS refund (
    id              text PRIMARY KEY,
    idempotency_key text NOT NULL UNIQUE,
    charge_id       text NOT NULL REFERENCES charge,
    amount          bigint NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS refund_charge ON refund (charge_id);
CREATE INDEX IF NOT EXISTS refund_newest ON refund (created_at DESC);

CREATE TABLE IF NOT EXISTS shipment (
    id              text PRIMARY KEY,
    idempotency_key text NOT NULL UNIQUE,
    reference       text NOT NULL,
    request         text NOT NULL,
    tracking_number text NOT NULL,
    status          text NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS shipment_newest ON shipment (created_at DESC);
CREATE INDEX IF NOT EXISTS shipment_reference ON shipment (reference);

CREATE TABLE IF NOT EXISTS message (
    id              text PRIMARY KEY,
    system          text NOT NULL,
    idempotency_key text NOT NULL,
    recipient       text NOT NULL,
    request         text NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now(),
    UNIQUE (system, idempotency_key)
);
CREATE INDEX IF NOT EXISTS message_newest ON message (system, created_at DESC);
CREATE INDEX IF NOT EXISTS message_recipient ON message (system, recipient, created_at DESC);
