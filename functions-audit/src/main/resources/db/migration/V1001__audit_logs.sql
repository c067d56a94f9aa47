-- Content may be null only where a person was erased; what the chain is made of stays.
create table audit_logs (
    id uuid not null,
    occurred_at timestamptz not null,
    received_at timestamptz not null,
    actor text,
    action text,
    subject_type text,
    subject_id text,
    customer_id uuid,
    address text,
    result text,
    trace_id text,
    event_id text,
    topic text,
    details jsonb,
    stream text not null,
    seq bigint not null,
    salt bytea,
    commitment bytea not null,
    link bytea not null,
    primary key (occurred_at, id),
    check (salt is null or (actor is not null and action is not null and subject_type is not null
        and subject_id is not null and result is not null and details is not null))
)
partition by range (occurred_at);

comment on table audit_logs is 'Who did what on what, when and from where; rows are only ever added';
comment on column audit_logs.occurred_at is 'When it happened, as told by who tells it';
comment on column audit_logs.received_at is 'When this app recorded it';
comment on column audit_logs.address is 'The network it came from, never the address: 203.0.113.0/24';
comment on column audit_logs.stream is 'The chain that the row is a link of';
comment on column audit_logs.seq is 'Place in the chain, without gaps';
comment on column audit_logs.salt is 'Key of the commitment; erased with the content, so that nobody can guess it back';
comment on column audit_logs.commitment is 'HMAC-SHA-256 of the content under the salt';
comment on column audit_logs.link is 'SHA-256 of the link before, the place and the commitment';

-- Each serves one filter of the list in the list's order. Of a customer with very many entries and somebody who did very
-- much, few may be what is asked for: whichever index is read, it tells them apart, and only those are fetched.
create index audit_logs_by_actor on audit_logs (actor, occurred_at, id, customer_id);
create index audit_logs_by_action on audit_logs (action, occurred_at, id, customer_id);
-- Two common values may have no row in common: each index alone would be read to its end.
create index audit_logs_by_actor_and_action on audit_logs (actor, action, occurred_at, id, customer_id);
create index audit_logs_by_subject on audit_logs (subject_type, subject_id, occurred_at, id);
create index audit_logs_by_customer on audit_logs (customer_id, occurred_at, id, action, actor)
    where customer_id is not null;
create index audit_logs_by_trace on audit_logs (trace_id, occurred_at, id) where trace_id is not null;
create index audit_logs_by_place on audit_logs (stream, seq, id);

create table audit_logs_default partition of audit_logs default;

comment on table audit_logs_default is 'Rows of months that have no partition: nothing is refused for its date';

create table chain_heads (
    stream text primary key,
    seq bigint not null,
    link bytea not null
)
-- One row a stream, updated with every batch: room to do so on its page.
with (fillfactor = 10, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

comment on table chain_heads is 'Where each chain ends; who appends holds its row, so that places have no gaps';

insert into chain_heads (stream, seq, link)
select stream, 0, sha256(convert_to('quayside-audit:' || stream, 'UTF8'))
from unnest(array['order-events', 'catalog-events', 'payment-events', 'customer-events', 'notification-events',
    'audit-events', 'api']) stream;

-- Partitions for some months from the month of a day on, where they are missing. Rows that waited in the default
-- partition move. Runs as the owner: the app may not create tables, and has no right on a partition by itself.
create function create_partitions(first_day date, months integer) returns integer
language plpgsql security definer
set search_path = ${schema}, pg_temp
as $$
declare
    lower_bound timestamptz;
    upper_bound timestamptz;
    partition_name text;
    made integer := 0;
begin
    -- Two instances at once take turns; the second finds nothing to do.
    perform pg_advisory_xact_lock(hashtextextended('audit.partitions', 0));
    for ahead in 0 .. months - 1 loop
        lower_bound := (date_trunc('month', first_day::timestamp) + make_interval(months => ahead)) at time zone 'UTC';
        upper_bound :=
            (date_trunc('month', first_day::timestamp) + make_interval(months => ahead + 1)) at time zone 'UTC';
        partition_name := 'audit_logs_' || to_char(lower_bound at time zone 'UTC', 'YYYY_MM');
        if to_regclass(format('${schema}.%I', partition_name)) is null then
            execute format('create table %I (like audit_logs including all)', partition_name);
            execute format('revoke all on %I from ${role}', partition_name);
            -- Attaching takes this lock anyway; taken first, no row can slip in between moving and attaching.
            lock table audit_logs_default in access exclusive mode;
            execute format(
                'with moved as (delete from audit_logs_default where occurred_at >= %L and occurred_at < %L returning *)'
                || ' insert into %I select * from moved', lower_bound, upper_bound, partition_name);
            execute format(
                'alter table audit_logs attach partition %I for values from (%L) to (%L)',
                partition_name, lower_bound, upper_bound);
            made := made + 1;
        end if;
    end loop;
    return made;
end
$$;

comment on function create_partitions is 'Creates monthly partitions of audit_logs where they are missing';

select create_partitions((now() at time zone 'UTC' - interval '1 month')::date, 5);

revoke all on function create_partitions from public;
grant execute on function create_partitions to ${role};

-- Append-only, by rights and not by promise.
revoke update, delete, truncate, references, trigger on audit_logs from ${role};
revoke all on audit_logs_default from ${role};
revoke insert, delete, truncate, references, trigger on chain_heads from ${role};
