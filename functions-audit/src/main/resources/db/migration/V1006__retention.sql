-- A chain can only lose its beginning: where it starts since then is kept here, and verification goes on from there.
create table chain_starts (
    stream text primary key,
    seq bigint not null,
    link bytea not null
);

comment on table chain_starts is 'The last entry of each chain that retention removed: its place and link; place 0 if none';

insert into chain_starts (stream, seq, link)
select stream, 0, sha256(convert_to('quayside-audit:' || stream, 'UTF8')) from chain_heads;

revoke insert, update, delete, truncate, references, trigger on chain_starts from ${role};

insert into personal_data
    (table_name, column_name, holds, purpose, retention, erasure, replacement, exported) values
    ('chain_starts', 'stream', 'name of a chain', null, null, 'NONE', null, true),
    ('chain_starts', 'link', 'hash of the commitments so far', null, null, 'NONE', null, true);

create index gdpr_audit_trail_by_time on gdpr_audit_trail using brin (occurred_at);

-- Whatever housekeeping asks for, nothing younger goes. A day less, since clocks differ.
create function youngest_to_remove() returns timestamptz
language sql stable
set search_path = ${schema}, pg_temp
as $$
    select now() - interval '10 years' + interval '1 day'
$$;

comment on function youngest_to_remove is 'What was recorded then or later stays, by law';

create function last_expired(chain text, before timestamptz) returns bigint
language sql stable
set search_path = ${schema}, pg_temp
as $$
    select coalesce(
        (select seq - 1 from audit_logs
            where stream = chain and seq > chain_start.seq and received_at >= before order by seq limit 1),
        (select seq from chain_heads where stream = chain))
    from chain_starts chain_start where stream = chain
$$;

comment on function last_expired is 'The last place of a chain before which everything was received before a time';

-- As Java writes an Instant: what is hashed is this text.
create function instant_text(at timestamptz) returns text
language sql stable
set search_path = ${schema}, pg_temp
as $$
    select to_char(utc, 'YYYY-MM-DD"T"HH24:MI:SS')
        || case when micros = 0 then '' when micros % 1000 = 0 then to_char(utc, '.MS') else to_char(utc, '.US') end || 'Z'
    from (select at at time zone 'UTC' as utc, cast(extract(microseconds from at) as bigint) % 1000000 as micros) parts
$$;

comment on function instant_text is 'A time to the microsecond in ISO 8601, with no, three or six digits of a second';

-- Of a message that nobody could read nobody knows whom it names, so it counts.
create function may_name_a_customer(entry audit_logs) returns boolean
language sql stable
set search_path = ${schema}, pg_temp
as $$
    select coalesce(
        entry.customer_id is not null or entry.actor like 'client:%' or entry.subject_type = 'customer'
            or entry.action = 'message.unreadable' or jsonb_path_exists(entry.details, '$.**.customerId'),
        false)
$$;

comment on function may_name_a_customer is 'Whether an entry may say who a customer is';

-- An archive outlives the erasure of who it is about, so an entry about a customer is archived as an erasure leaves it:
-- without content and salt the chain holds all the same. It says so, since no entry vouches for this one.
create function chain_row(entry audit_logs) returns jsonb
language sql stable
set search_path = ${schema}, pg_temp
as $$
    select jsonb_build_object(
            'seq', entry.seq, 'commitment', encode(entry.commitment, 'hex'), 'link', encode(entry.link, 'hex'))
        || case when entry.salt is null then '{}' when may_name_a_customer(entry) then '{"withheld": true}'
            else jsonb_build_object(
            'salt', encode(entry.salt, 'hex'),
            'content', jsonb_strip_nulls(jsonb_build_object(
                'id', entry.id, 'at', instant_text(entry.occurred_at), 'receivedAt', instant_text(entry.received_at),
                'actor', entry.actor, 'action', entry.action, 'subjectType', entry.subject_type,
                'subjectId', entry.subject_id, 'customerId', entry.customer_id, 'address', entry.address,
                'result', entry.result, 'traceId', entry.trace_id, 'eventId', entry.event_id, 'topic', entry.topic))
            || jsonb_build_object('details', entry.details)) end
$$;

comment on function chain_row is 'An entry as the export writes it, so that the verifier reads both; customers are not in it';

create function count_expired_entries(before timestamptz) returns bigint
language sql stable security definer
set search_path = ${schema}, pg_temp
as $$
    select cast(coalesce(sum(last_expired(stream, before) - seq), 0) as bigint) from chain_starts
$$;

comment on function count_expired_entries is 'How many entries could be removed that were received before a time';

create function expired_entries(before timestamptz, most integer) returns table (id uuid, content jsonb)
language sql stable security definer
set search_path = ${schema}, pg_temp
as $$
    select chained.id, jsonb_build_object(
        'stream', chained.stream,
        'start', jsonb_build_object('seq', chained.seq - 1, 'link', encode(chained.previous, 'hex')),
        'items', jsonb_build_array(chained.line))
    from chain_starts chain_start
    cross join lateral (
        select entry.id, entry.stream, entry.seq, chain_row(entry) as line,
            coalesce(lag(entry.link) over (order by entry.seq), chain_start.link) as previous
        from audit_logs entry
        where entry.stream = chain_start.stream and entry.seq > chain_start.seq
            and entry.seq <= least(last_expired(chain_start.stream, before), chain_start.seq + most)) chained
    order by chained.stream, chained.seq
    limit most
$$;

comment on function expired_entries is
    'The oldest entries, chain by chain, of those that were received before a time; each line is a page of the export';

-- All or nothing: the entries have to be the beginnings of their chains as they are now.
create function remove_entries(ids uuid[]) returns integer
language plpgsql security definer
set search_path = ${schema}, pg_temp
as $$
declare
    chain_start record;
    oldest record;
    removed integer := 0;
begin
    for chain_start in select stream, seq from chain_starts order by stream for update loop
        select count(*) as entries, max(seq) as last_place, max(received_at) as youngest into oldest
        from audit_logs
        where stream = chain_start.stream and seq > chain_start.seq
            and seq <= chain_start.seq + cardinality(ids) and id = any(ids);
        continue when oldest.entries = 0;
        if oldest.last_place - chain_start.seq <> oldest.entries then
            raise exception 'these are not the oldest entries of %', chain_start.stream;
        end if;
        if oldest.youngest >= youngest_to_remove() then
            raise exception 'an entry of % is younger than 10 years', chain_start.stream;
        end if;
        update chain_starts set seq = oldest.last_place, link = (
                select link from audit_logs where stream = chain_start.stream and seq = oldest.last_place)
        where stream = chain_start.stream;
        delete from audit_logs
        where stream = chain_start.stream and seq > chain_start.seq and seq <= oldest.last_place;
        removed := removed + oldest.entries;
    end loop;
    if removed <> coalesce(cardinality(ids), 0) then
        raise exception 'these are not the oldest entries';
    end if;
    return removed;
end
$$;

comment on function remove_entries is 'Removes the oldest entries of chains, which then start where these ended';

create function count_expired_trail(before timestamptz) returns bigint
language sql stable security definer
set search_path = ${schema}, pg_temp
as $$
    select count(*) from gdpr_audit_trail where occurred_at < before
$$;

comment on function count_expired_trail is 'How many lines of trails are older';

create function purge_trail(before timestamptz, most integer) returns integer
language plpgsql security definer
set search_path = ${schema}, pg_temp
as $$
declare
    removed integer;
begin
    delete from gdpr_audit_trail where ctid = any(array(
        select ctid from gdpr_audit_trail where occurred_at < least(before, youngest_to_remove()) limit most for update));
    get diagnostics removed = row_count;
    return removed;
end
$$;

comment on function purge_trail is 'Removes lines of trails that are older, so many at a time';

revoke all on function youngest_to_remove, last_expired, instant_text, may_name_a_customer, chain_row,
    count_expired_entries, expired_entries, remove_entries, count_expired_trail, purge_trail from public;
grant usage on schema ${schema} to housekeeping_app;
grant execute on function count_expired_entries, expired_entries, remove_entries, count_expired_trail, purge_trail
    to housekeeping_app;
