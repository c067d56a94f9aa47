-- What every app's schema has: events to send, messages already handled, answers already given.

-- A row is deleted once its event is sent, so the table holds the backlog and nothing else.
create table outbox (
    seq bigint generated always as identity primary key,
    event_id uuid not null,
    topic text not null,
    type text not null,
    subject text not null,
    traceparent text not null,
    payload text not null,
    created_at timestamptz not null default now()
)
with (fillfactor = 100, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

comment on table outbox is 'Events committed with the state change they tell of, until they are sent';

create table inbox (
    consumer text not null,
    message_id text not null,
    received_at timestamptz not null default now(),
    primary key (consumer, message_id)
);

create index inbox_received_at on inbox using brin (received_at);

comment on table inbox is 'Messages already handled, so that a second delivery changes nothing';

create table idempotency_keys (
    caller text not null,
    operation text not null,
    key text not null,
    request_hash bytea not null,
    status smallint,
    headers text,
    body text,
    created_at timestamptz not null default now(),
    primary key (caller, operation, key)
)
-- Room on the page for the answer, which an update stores next to the claim.
with (fillfactor = 60);

create index idempotency_keys_created_at on idempotency_keys using brin (created_at);

-- Whom an employee or a service acted for. Clients act for themselves, and have no entry here.
create index idempotency_keys_for_customer
    on idempotency_keys ((substring(body from '"customerId":"([0-9a-f-]{36})"')))
    where caller not like 'client:%';

comment on table idempotency_keys is 'Answers given to requests with an Idempotency-Key, kept for 24 hours';
