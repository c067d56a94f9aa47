-- What housekeeping may know of orders to hold the money taken and the audit's trail against them.

create function ${schema}.settled_orders(after uuid, most integer, moved_before timestamptz)
returns table (order_id uuid, placed_at timestamptz, status text, total bigint, currency text, is_erased boolean)
language sql stable security definer
set search_path = ${schema}, pg_temp
as $$
    select o.id, o.placed_at, s.status, o.total, o.currency,
        exists (select from erased_customers e where e.pseudonym = o.customer_id)
    from orders o
    join order_states s on s.order_id = o.id
    where o.id > coalesce(after, '00000000-0000-0000-0000-000000000000') and s.updated_at < moved_before
    order by o.id
    limit most
$$;

comment on function ${schema}.settled_orders is
    'Orders that last moved before that moment, by id, page by page; is_erased: their customer is forgotten';

create function ${schema}.known_orders(ids uuid[])
returns table (order_id uuid)
language sql stable security definer
set search_path = ${schema}, pg_temp
as $$
    select id from orders where id = any(ids)
$$;

comment on function ${schema}.known_orders is 'Those of the orders that there are';

revoke all on function ${schema}.settled_orders, ${schema}.known_orders from public;
grant execute on function ${schema}.settled_orders, ${schema}.known_orders to housekeeping_app;
