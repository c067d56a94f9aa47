-- What housekeeping may know of orders: those that do not move. It may call this and read no table.

create function ${schema}.stuck_orders(older_than interval, most integer)
returns table (
    order_id uuid,
    customer_id uuid,
    status text,
    waits_for text,
    placed_at timestamptz,
    since timestamptz,
    nudged_at timestamptz
)
language sql stable security definer
set search_path = ${schema}, pg_temp
as $$
    select stuck.order_id, o.customer_id, stuck.status, stuck.waits_for, stuck.placed_at, stuck.updated_at,
        stuck.nudged_at
    from (
        (
            select s.order_id, s.status, s.placed_at, s.updated_at, s.nudged_at,
                case s.status
                    when 'PLACED' then 'RESERVE_STOCK'
                    when 'RESERVED' then 'TAKE_PAYMENT'
                    else 'BOOK_SHIPMENT'
                end as waits_for
            from order_states s
            where s.status in ('PLACED', 'RESERVED', 'PAID') and s.updated_at <= now() - older_than
            order by s.updated_at, s.order_id
            limit most
        )
        union all
        (
            select s.order_id, s.status, s.placed_at, s.updated_at, s.nudged_at, 'CANCEL_SHIPMENT'
            from order_states s
            where s.shipment_cancel_due and s.updated_at <= now() - older_than
            order by s.updated_at, s.order_id
            limit most
        )
    ) stuck
    join orders o on o.id = stuck.order_id
    order by stuck.updated_at, stuck.order_id
    limit most
$$;

comment on function ${schema}.stuck_orders is
    'Orders that last moved longer ago than older_than while a step of the platform is to be done, longest first';

revoke all on function ${schema}.stuck_orders from public;
grant usage on schema ${schema} to housekeeping_app;
grant execute on function ${schema}.stuck_orders to housekeeping_app;
