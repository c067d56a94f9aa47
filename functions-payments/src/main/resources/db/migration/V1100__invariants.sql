-- What housekeeping may know of payments to hold them against what orders say. Payments of the desk are no order's own.

create function ${schema}.payments_of_orders(ids uuid[])
returns table (order_id uuid, currency text, captured bigint, refunding bigint, refunded bigint)
language sql stable security definer
set search_path = ${schema}, pg_temp
as $$
    select p.order_id, p.currency, p.captured, p.refunding, p.refunded
    from payments p
    where p.order_id = any(ids) and p.origin = 'ORDER'
$$;

comment on function ${schema}.payments_of_orders is 'What was taken for orders and given back; at most one row for each';

create function ${schema}.settled_payments(after uuid, most integer, changed_before timestamptz)
returns table (order_id uuid, currency text, captured bigint, refunding bigint, refunded bigint)
language sql stable security definer
set search_path = ${schema}, pg_temp
as $$
    select p.order_id, p.currency, p.captured, p.refunding, p.refunded
    from payments p
    where p.order_id > coalesce(after, '00000000-0000-0000-0000-000000000000') and p.origin = 'ORDER'
        and p.updated_at < changed_before
    order by p.order_id
    limit most
$$;

comment on function ${schema}.settled_payments is
    'Payments of orders that last changed before that moment, by order, page by page';

revoke all on function ${schema}.payments_of_orders, ${schema}.settled_payments from public;
grant usage on schema ${schema} to housekeeping_app;
grant execute on function ${schema}.payments_of_orders, ${schema}.settled_payments to housekeeping_app;
