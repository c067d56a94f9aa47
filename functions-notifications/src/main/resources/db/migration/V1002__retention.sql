-- What housekeeping may do with notifications that are old enough. It may call these and read no table.
--
-- A notification with a delivery that is still to be tried (it has a next_attempt_at) is left alone until that is
-- settled. Nobody is waited for: rows that somebody works on are left to the next call.

create index notifications_by_age on notifications (created_at);
create index notifications_read on notifications (read_at, id) where read_at is not null;

create function ${schema}.count_notifications(before timestamptz) returns bigint
language sql stable security definer
set search_path = ${schema}, pg_temp
as $$
    select count(*) from notifications n
    where n.created_at < before
    and not exists (select from deliveries d where d.notification_id = n.id and d.next_attempt_at is not null)
$$;

comment on function ${schema}.count_notifications is 'How many notifications are older, settled, and so would be purged';

create function ${schema}.purge_notifications(before timestamptz, most integer) returns integer
language sql volatile security definer
set search_path = ${schema}, pg_temp
as $$
    with purged as (
        delete from notifications where id = any(array(
            select n.id from notifications n
            where n.created_at < before
            and not exists (select from deliveries d where d.notification_id = n.id and d.next_attempt_at is not null)
            order by n.created_at
            limit most
            for update of n skip locked))
        returning 1)
    select count(*)::integer from purged
$$;

comment on function ${schema}.purge_notifications is
    'Deletes up to most notifications that are older and settled, oldest first, with all deliveries; returns how many';

create function ${schema}.count_read_notifications(before timestamptz) returns bigint
language sql stable security definer
set search_path = ${schema}, pg_temp
as $$
    select count(*) from notifications n
    where n.read_at < before
    and not exists (select from deliveries d where d.notification_id = n.id and d.next_attempt_at is not null)
$$;

comment on function ${schema}.count_read_notifications is
    'How many notifications were read earlier, are settled, and so would be archived';

create function ${schema}.read_notifications(before timestamptz, most integer)
returns table (id uuid, content jsonb)
language sql stable security definer
set search_path = ${schema}, pg_temp
as $$
    select n.id, to_jsonb(n) || jsonb_build_object('deliveries', coalesce((
        select jsonb_agg(to_jsonb(d) - 'notification_id' || jsonb_build_object('attempts', coalesce((
            select jsonb_agg(to_jsonb(a) - 'delivery_id' order by a.number)
            from delivery_attempts a where a.delivery_id = d.id), '[]')) order by d.rank)
        from deliveries d where d.notification_id = n.id), '[]'))
    from (
        select * from notifications o
        where o.read_at < before
        and not exists (select from deliveries d where d.notification_id = o.id and d.next_attempt_at is not null)
        order by o.read_at, o.id
        limit most
    ) n
    order by n.read_at, n.id
$$;

comment on function ${schema}.read_notifications is
    'Up to most notifications that were read earlier and are settled, read first first, whole, to be archived';

create function ${schema}.remove_notifications(ids uuid[]) returns integer
language sql volatile security definer
set search_path = ${schema}, pg_temp
as $$
    with removed as (
        delete from notifications where id = any(array(
            select n.id from notifications n
            where n.id = any(ids) and n.read_at is not null
            and not exists (select from deliveries d where d.notification_id = n.id and d.next_attempt_at is not null)
            for update of n skip locked))
        returning 1)
    select count(*)::integer from removed
$$;

comment on function ${schema}.remove_notifications is
    'Deletes these notifications, once they are archived, with all deliveries; returns how many of them it found';

revoke all on function ${schema}.count_notifications from public;
revoke all on function ${schema}.purge_notifications from public;
revoke all on function ${schema}.count_read_notifications from public;
revoke all on function ${schema}.read_notifications from public;
revoke all on function ${schema}.remove_notifications from public;
grant usage on schema ${schema} to housekeeping_app;
grant execute on function ${schema}.count_notifications to housekeeping_app;
grant execute on function ${schema}.purge_notifications to housekeeping_app;
grant execute on function ${schema}.count_read_notifications to housekeeping_app;
grant execute on function ${schema}.read_notifications to housekeeping_app;
grant execute on function ${schema}.remove_notifications to housekeeping_app;
