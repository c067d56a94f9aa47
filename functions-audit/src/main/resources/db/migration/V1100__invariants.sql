-- What housekeeping may know of the audit: which orders it has never heard of.

create function ${schema}.orders_on_record(ids uuid[], placed timestamptz[])
returns table (order_id uuid)
language sql stable security definer
set search_path = ${schema}, pg_temp
as $$
    select o.id
    from unnest(ids, placed) as o (id, placed_at)
    where exists (
        select from audit_logs l
        where l.subject_type = 'order' and l.subject_id = o.id::text
            -- The partition or two in which an order begins, not those of all years.
            and l.occurred_at >= o.placed_at - interval '1 day' and l.occurred_at < o.placed_at + interval '1 day')
$$;

comment on function ${schema}.orders_on_record is
    'Those of the orders that have an entry of about the time they were placed; the arrays go side by side';

revoke all on function ${schema}.orders_on_record from public;
grant usage on schema ${schema} to housekeeping_app;
grant execute on function ${schema}.orders_on_record to housekeeping_app;
