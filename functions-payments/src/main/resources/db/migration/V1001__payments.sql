create table known_orders (
    order_id uuid primary key,
    customer_id uuid not null,
    closed_at timestamptz
);

comment on table known_orders is
    'Orders that asked for money or were closed; closing one that never asked keeps a late request from charging';

create table payments (
    id uuid primary key,
    version integer not null,
    origin text not null check (origin in ('ORDER', 'DESK')),
    order_id uuid references known_orders,
    customer_id uuid,
    amount bigint not null check (amount >= 0),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    reference text not null,
    taken_by text not null,
    status text not null check (status in ('PENDING', 'UNKNOWN', 'CAPTURED', 'DECLINED', 'CLOSING', 'CLOSED')),
    payment_method text,
    charge_id text,
    decline_code text,
    captured bigint not null default 0,
    refunding bigint not null default 0,
    refunded bigint not null default 0,
    attempts integer not null,
    sent_at timestamptz not null,
    next_attempt_at timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    check (origin = 'DESK' or order_id is not null),
    check (captured in (0, amount)),
    -- Never more given back than was taken, whatever the code believes.
    check (refunding >= 0 and refunded >= 0 and refunding + refunded <= captured),
    -- What is settled is not tried again, and keeps no means to charge.
    check ((status in ('CAPTURED', 'DECLINED', 'CLOSED')) = (next_attempt_at is null)),
    check ((status in ('CAPTURED', 'DECLINED', 'CLOSED')) = (payment_method is null))
)
-- Each payment is updated once or twice: room for that on its page.
with (fillfactor = 70);

comment on table payments is 'What is known of each payment; how it came about is in payment_journal';
comment on column payments.version is
    'Goes up with every change, so that one can be written over what was read without holding the row in between';
comment on column payments.payment_method is 'The gateway''s token, erased once the payment is settled';
comment on column payments.next_attempt_at is 'When the resolver may look; whoever works on it moves this ahead first';

create unique index payments_of_order on payments (order_id) where origin = 'ORDER';
create index payments_by_order on payments (order_id, created_at, id);
create index payments_by_time on payments (created_at, id);
create index payments_by_customer on payments (customer_id, created_at, id);
create index payments_by_status on payments (status, created_at, id);
create index payments_unsettled on payments (next_attempt_at) where next_attempt_at is not null;

create table refunds (
    id uuid primary key,
    payment_id uuid not null references payments,
    charge_id text not null,
    amount bigint not null check (amount > 0),
    currency text not null,
    reason text not null,
    requested_by text not null,
    status text not null check (status in ('PENDING', 'UNKNOWN', 'REFUNDED', 'FAILED')),
    gateway_id text,
    failure_code text,
    attempts integer not null,
    sent_at timestamptz not null,
    next_attempt_at timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    check ((status in ('REFUNDED', 'FAILED')) = (next_attempt_at is null))
)
with (fillfactor = 70);

comment on table refunds is 'Money given back, or being given back';

create index refunds_by_payment on refunds (payment_id, created_at, id);
create index refunds_unsettled on refunds (next_attempt_at) where next_attempt_at is not null;

create table payment_journal (
    id bigint generated always as identity primary key,
    payment_id uuid not null references payments,
    refund_id uuid references refunds,
    entry text not null,
    amount bigint not null,
    currency text not null,
    gateway_id text,
    detail text,
    at timestamptz not null
);

comment on table payment_journal is
    'Every question to the gateway, written before it is asked, and every answer; rows are only ever added';

create index payment_journal_by_payment on payment_journal (payment_id, id);
create index payment_journal_captures on payment_journal (at, id) where entry = 'CHARGE_CAPTURED';

revoke update, delete, truncate on payment_journal from ${role};
