-- What the orders app tells of its orders.

-- No foreign key to customers: an order may be told of before its customer is, and waits for nobody.
create table customer_orders (
    order_id uuid primary key,
    customer_id uuid not null,
    status text not null,
    rank smallint not null,
    placed_at timestamptz,
    total bigint check (total >= 0),
    currency text,
    updated_at timestamptz not null,
    check (num_nulls(placed_at, total, currency) in (0, 3))
)
-- Where the order stands changes in place: no index is touched.
with (fillfactor = 70);

create index customer_orders_by_customer on customer_orders (customer_id, placed_at, order_id);

comment on table customer_orders is 'Projection of order-events; complete once order.placed has come';
comment on column customer_orders.rank is 'How far the order has come; an event that tells of less changes nothing';
comment on column customer_orders.placed_at is 'Null until order.placed has come, as are total and currency';
