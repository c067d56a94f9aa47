-- Products, what there is of each, and what is set aside for which order.

create table categories (
    slug text primary key check (slug ~ '^[a-z0-9][a-z0-9-]{1,63}$'),
    name text not null,
    created_at timestamptz not null default now(),
    -- what products refer to, so that their copy of the name cannot differ
    unique (slug, name)
);

comment on table categories is 'Kinds of products; the slug is their identity, in addresses and filters';

create table products (
    id uuid primary key,
    sku text not null unique check (sku ~ '^[A-Z0-9][A-Z0-9-]{1,31}$'),
    name text not null,
    description text not null default '',
    category text not null,
    -- a copy, because a search column may only use its own row
    category_name text not null,
    price_amount bigint not null check (price_amount >= 0),
    price_currency text not null check (price_currency ~ '^[A-Z]{3}$'),
    weight_grams integer not null check (weight_grams > 0),
    attributes jsonb not null default '{}',
    status text not null default 'ACTIVE' check (status in ('ACTIVE', 'DISCONTINUED')),
    version bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    foreign key (category, category_name) references categories (slug, name) on update cascade
);

comment on table products is 'What can be bought; a discontinued product stays readable, since old orders name it';
comment on column products.price_amount is 'Net, in minor units of the currency';
comment on column products.version is 'Grows with every change; the ETag';

-- Newest first (ids are UUIDv7), under each combination of the list's filters.
create index products_category on products (category, id);
create index products_status on products (status, id);
create index products_category_status on products (category, status, id);

create table stock_levels (
    sku text primary key references products (sku),
    on_hand integer not null check (on_hand >= 0),
    reserved integer not null default 0 check (reserved >= 0),
    low_threshold integer not null default 0 check (low_threshold >= 0),
    version bigint not null default 1,
    -- the last line of defence against selling what is not there
    check (reserved <= on_hand)
)
-- Every order updates some of these rows: room on the page keeps the new version next to the old one, out of any index.
with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);

comment on table stock_levels is 'How many pieces there are and how many of them are set aside; the sums of stock_movements';

create table stock_movements (
    seq bigint generated always as identity primary key,
    -- No foreign key: its check would lock the level of a hot article once more for every line sold.
    sku text not null,
    order_id uuid,
    kind text not null check (kind in ('RECEIPT', 'ADJUSTMENT', 'RESERVE', 'RELEASE', 'SHIP')),
    quantity integer not null check (quantity > 0),
    on_hand_delta integer not null,
    reserved_delta integer not null,
    actor text not null,
    reason text,
    at timestamptz not null default now()
);

create index stock_movements_sku on stock_movements (sku, seq);

comment on table stock_movements is 'The ledger: every change of a stock level, never changed or deleted';

create table reservations (
    order_id uuid primary key,
    status text not null check (status in (
        'RESERVED', 'FIRM', 'REJECTED', 'EXPIRED', 'RELEASED', 'SHIPPED', 'CLOSED', 'PAID_EARLY', 'SHIPPED_EARLY')),
    skus text[] not null default '{}',
    quantities integer[] not null default '{}',
    expires_at timestamptz,
    shortages jsonb,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    check (cardinality(skus) = cardinality(quantities))
)
with (fillfactor = 70);

create index reservations_expiry on reservations (expires_at) where status = 'RESERVED';

comment on table reservations is
    'What each order has set aside, or why it has nothing; kept after its end, so that a late event finds it';
comment on column reservations.shortages is 'Why it was rejected, to be told again when asked again';

-- Empty when the books balance: each level is the sum of its movements, and what is reserved is what live
-- reservations hold.
create function stock_discrepancies()
returns table (sku text, on_hand bigint, moved_on_hand bigint, reserved bigint, moved_reserved bigint, held bigint)
language sql stable
set search_path = ${schema}
as $$
    with moved as (
        select m.sku, sum(m.on_hand_delta) as on_hand, sum(m.reserved_delta) as reserved
        from stock_movements m group by m.sku),
    held as (
        select line.sku, sum(line.quantity) as quantity
        from reservations r cross join lateral unnest(r.skus, r.quantities) as line (sku, quantity)
        where r.status in ('RESERVED', 'FIRM') group by line.sku)
    select coalesce(l.sku, m.sku, h.sku),
           coalesce(l.on_hand, 0)::bigint, coalesce(m.on_hand, 0)::bigint,
           coalesce(l.reserved, 0)::bigint, coalesce(m.reserved, 0)::bigint, coalesce(h.quantity, 0)::bigint
    from stock_levels l
    full join moved m on m.sku = l.sku
    full join held h on h.sku = coalesce(l.sku, m.sku)
    where coalesce(l.on_hand, 0) <> coalesce(m.on_hand, 0)
       or coalesce(l.reserved, 0) <> coalesce(m.reserved, 0)
       or coalesce(l.reserved, 0) <> coalesce(h.quantity, 0)
$$;

comment on function stock_discrepancies() is 'Articles whose level, ledger and reservations disagree: none';
