-- Orders, in two tables: what was ordered never changes, where the order stands changes at every step. The saga
-- rewrites a hundred bytes and one index instead of lines and address and four indexes.

create table orders (
    id uuid primary key,
    customer_id uuid not null,
    placed_at timestamptz not null,
    placed_by text not null,
    currency text not null,
    net bigint not null check (net >= 0),
    tax bigint not null check (tax >= 0),
    total bigint not null check (total = net + tax),
    tax_basis_points integer not null,
    lines jsonb not null,
    payment_method text not null,
    shipping_address jsonb not null
);

-- One index for each way to list, in the order of the list.
create index orders_by_time on orders (placed_at, id);
create index orders_by_customer on orders (customer_id, placed_at, id);

comment on table orders is 'What was ordered, by whom, at which prices; written once';
comment on column orders.placed_by is 'Who placed it; differs from the customer when an employee did';
comment on column orders.lines is 'Array of {sku, name, quantity, unitPrice: {amount, currency}, weightGrams}; prices net';
comment on column orders.payment_method is 'Token of the payment gateway; never logged, never shown';
comment on column orders.shipping_address is 'Personal data';

-- No foreign keys from here to orders: the rows are written by the same statement, orders are never deleted, and the
-- check would lock the order's row at each insert.
create table order_states (
    order_id uuid primary key,
    placed_at timestamptz not null,
    status text not null,
    version integer not null,
    changed_by text not null,
    updated_at timestamptz not null,
    reason text,
    payment_id uuid,
    shipment_id text,
    tracking_number text,
    shipment_cancel_due boolean not null default false,
    nudged_at timestamptz
)
with (fillfactor = 70);

-- Serves the list by status and finds the few open orders for the deadlines.
create index order_states_by_status on order_states (status, placed_at, order_id);
create index order_states_shipment_cancel_due on order_states (order_id) where shipment_cancel_due;

comment on table order_states is 'Where each order stands';
comment on column order_states.placed_at is 'Copy of orders.placed_at, so that one index filters by status and sorts';
comment on column order_states.version is 'Counts the changes; the ETag';
comment on column order_states.shipment_cancel_due is 'The order was called off after it was paid: a booked shipment has to go';
comment on column order_states.nudged_at is 'When the pending step was last asked for again, or its shipment last called off';

create table order_history (
    order_id uuid not null,
    version integer not null,
    from_status text,
    to_status text not null,
    actor text not null,
    reason text,
    at timestamptz not null,
    primary key (order_id, version)
);

comment on table order_history is 'Every change of status, append-only';
