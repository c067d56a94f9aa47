-- What kind of customer each one is, by rules.

create table segment_rules (
    priority integer primary key,
    segment text not null check (segment ~ '^[A-Z][A-Z_]{0,31}$'),
    registered_within_days integer check (registered_within_days > 0),
    window_days integer not null check (window_days > 0),
    least_orders integer not null default 0 check (least_orders >= 0),
    most_orders integer check (most_orders >= 0),
    least_spent bigint not null default 0 check (least_spent >= 0),
    currency text not null default 'EUR'
);

comment on table segment_rules is 'A customer is in the segment of the first rule, by priority, all of whose conditions hold';
comment on column segment_rules.registered_within_days is 'Null if it does not matter';
comment on column segment_rules.window_days is 'Orders of the last so many days count, if they were paid and not called off';
comment on column segment_rules.least_spent is 'Minor units of the currency; orders in other currencies do not add to it';

insert into segment_rules
    (priority, segment, registered_within_days, window_days, least_orders, most_orders, least_spent) values
    (10, 'HIGH_VALUE', null, 365, 0, null, 200000),
    (20, 'LOYAL', null, 365, 5, null, 0),
    (30, 'NEW', 90, 90, 0, 1, 0),
    (40, 'ACTIVE', null, 180, 1, null, 0),
    (50, 'LAPSED', null, 180, 0, 0, 0);

create table customer_segments (
    customer_id uuid primary key references customers (id),
    segment text not null,
    registered_at timestamptz not null,
    since timestamptz not null
);

create index customer_segments_by_segment on customer_segments (segment, registered_at, customer_id);

comment on table customer_segments is 'The segment of each customer; apart from customers, since the job changes it and the customer does not';
comment on column customer_segments.registered_at is 'Copy of customers.registered_at, so that one index filters by segment and sorts';
comment on column customer_segments.since is 'When the segment was another for the last time';

create table segment_runs (
    id bigint generated always as identity primary key,
    as_of timestamptz not null,
    after_customer uuid not null default '00000000-0000-0000-0000-000000000000',
    customers bigint not null default 0,
    changed bigint not null default 0,
    finished_at timestamptz
);

-- The last line of defence against two runs at once.
create unique index segment_runs_unfinished on segment_runs ((true)) where finished_at is null;

comment on table segment_runs is 'Each run of the segment job: where it is, so that a crash costs one batch, and what it did';
comment on column segment_runs.as_of is 'The moment that the whole run looks at; it started then';
comment on column segment_runs.after_customer is 'Customers up to this id are done';
