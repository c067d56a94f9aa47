create table recipients (
    customer_id uuid primary key,
    version integer not null,
    name text,
    email text,
    phone text,
    locale text,
    time_zone text
);

comment on table recipients is 'How customers are reached, as the customers app last told';

create table preferences (
    customer_id uuid primary key,
    version integer not null,
    channels text not null,
    quiet_from time,
    quiet_to time,
    quiet_zone text,
    updated_at timestamptz not null,
    check (num_nulls(quiet_from, quiet_to, quiet_zone) in (0, 3))
);

comment on table preferences is 'What customers want to be told where, and when not; who chose nothing has no row';
comment on column preferences.channels is 'JSON: by kind, the channels to try, in this order';

create table known_orders (
    order_id uuid primary key,
    customer_id uuid
);

comment on table known_orders is
    'Whose an order is, since payments do not say; without customer for an order of which only its payment was heard';

create table waiting_payment_news (
    event_id text primary key,
    order_id uuid not null references known_orders,
    kind text not null,
    refund_id uuid not null,
    amount bigint not null,
    currency text not null
);

comment on table waiting_payment_news is 'News of payments whose order has not been heard of yet';

create index waiting_payment_news_by_order on waiting_payment_news (order_id);

create table notifications (
    id uuid primary key,
    occasion text not null unique,
    customer_id uuid not null,
    kind text not null,
    language text not null,
    order_id uuid,
    title text,
    body text,
    failure text,
    requested_by text,
    created_at timestamptz not null,
    read_at timestamptz,
    -- Told as a whole or not at all.
    check (num_nulls(title, body) in (0, 2)),
    check ((title is null) = (failure is not null))
)
-- Most are read once: room for that on the page.
with (fillfactor = 80);

comment on table notifications is 'What customers were told; the row is the delivery in the app';
comment on column notifications.occasion is 'The business event: one that comes twice, under whatever id, is told once';
comment on column notifications.failure is 'Why nothing could be told: the template or variable at fault';

create index notifications_of_customer on notifications (customer_id, created_at, id);
create index notifications_unread on notifications (customer_id, created_at, id)
    where read_at is null and title is not null;

create table deliveries (
    id uuid primary key,
    notification_id uuid not null references notifications on delete cascade,
    channel text not null check (channel in ('EMAIL', 'SMS')),
    rank smallint not null,
    status text not null check (status in ('PENDING', 'WAITING', 'DELIVERED', 'FAILED', 'SKIPPED')),
    address text,
    subject text,
    body text,
    reason text,
    provider_id text,
    attempts integer not null default 0,
    next_attempt_at timestamptz,
    updated_at timestamptz not null,
    unique (notification_id, channel),
    check ((status = 'PENDING') = (next_attempt_at is not null)),
    -- What is settled keeps neither address nor words.
    check (status in ('PENDING', 'WAITING') or num_nonnulls(address, subject, body) = 0)
)
with (fillfactor = 70);

comment on table deliveries is 'The ways besides the app by which a customer is told, first choice first';
comment on column deliveries.next_attempt_at is 'When somebody may try; whoever tries moves it ahead first';

create index deliveries_due on deliveries (next_attempt_at) where next_attempt_at is not null;

create table delivery_attempts (
    delivery_id uuid not null references deliveries on delete cascade,
    number integer not null,
    begun_at timestamptz not null,
    ended_at timestamptz,
    outcome text,
    detail text,
    primary key (delivery_id, number)
);

comment on table delivery_attempts is
    'Every call to a provider, written before it is made; without an end, nobody heard the answer';
