/** What is searched for, and with which query string; the words occur in the products that are generated. */
export const SEARCHES = [
  { what: 'an exact, rare word', query: 'q=zephyrine' },
  { what: 'a word in one of ten products', query: 'q=lamp' },
  { what: 'a typo', query: 'q=lantren' },
  { what: 'two words', query: 'q=copper%20kettle' },
  { what: 'a SKU by its beginning', query: 'q=BN-0012' },
  { what: 'nonsense', query: 'q=xqzwvkj' },
  { what: 'a word in one category', query: 'q=lamp&category=bench-4' },
];

export const ALICE = 'a11ce000-0000-4000-8000-000000000001';

const TRAITS = [
  'amber', 'arctic', 'bold', 'classic', 'compact', 'deluxe', 'eastern', 'foldable', 'gentle', 'heavy', 'indigo', 'jolly',
  'kinetic', 'light', 'mellow', 'northern', 'olive', 'portable', 'quiet', 'rustic', 'sturdy', 'tidal', 'urban', 'vintage',
];
const MATERIALS = [
  'aluminium', 'bamboo', 'brass', 'ceramic', 'copper', 'cotton', 'glass', 'granite', 'leather', 'linen', 'oak', 'paper',
  'pine', 'rubber', 'silk', 'steel', 'stone', 'walnut', 'wicker', 'wool',
];
const THINGS = ['lamp', 'kettle', 'lantern', 'basket', 'bench', 'blanket', 'bottle', 'compass', 'hammock', 'mirror'];
const CATEGORIES = 12;

/**
 * Three years of orders, one to three lines each, most of them delivered. One client has many, the others few: a
 * hundred thousand of them, the loyal ones order most.
 */
export async function generateOrders(database, orders, ordersOfAlice) {
  await database.rows('set synchronous_commit = off');
  await database.rows(
    `create temporary table ordered as
     select n, at,
            -- UUIDv7 of that time
            (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0')
             || '7' || substr(hash, 1, 3) || '8' || substr(hash, 4, 15))::uuid as id,
            case when n % ($1::int / $2::int) = 0 then '${ALICE}'
                 else md5('customer ' || (power(random(), 2) * 100000)::int) end::uuid as customer,
            case when dice < 0.90 then 'DELIVERED' when dice < 0.94 then 'CANCELLED'
                 when dice < 0.97 then 'REJECTED' else 'SHIPPED' end as status,
            1 + n % 3 as lines, 500 + (random() * 20000)::bigint as net
     from (select n, now() - interval '3 years' * (1 - n::float / $1::int) as at, md5(n::text) as hash, random() as dice
           from generate_series(1, $1::int) n) raw`,
    [orders, ordersOfAlice],
  );
  await database.rows(
    `insert into orders.orders (id, customer_id, placed_at, placed_by, currency, net, tax, total, tax_basis_points,
         lines, shipping_address)
     select id, customer, at, 'client:' || customer, 'EUR', net, net / 5, net + net / 5, 2000,
            (select jsonb_agg(jsonb_build_object(
                 'sku', 'BN-' || lpad(((n * 31 + line * 977) % 200000)::text, 6, '0'), 'name', 'Benchmark article',
                 'quantity', line, 'unitPrice', jsonb_build_object('amount', net / line, 'currency', 'EUR'),
                 'weightGrams', 250)) from generate_series(1, lines) line),
            jsonb_build_object('name', 'Benchmark ' || n, 'line1', 'Kai ' || n % 100, 'city', 'Berlin',
                'postalCode', '10115', 'country', 'DE')
     from ordered order by n`,
  );
  await database.rows(
    `insert into orders.order_states (order_id, placed_at, status, version, changed_by, updated_at)
     select id, at, status, 6, 'system:benchmark', at + interval '2 days' from ordered order by n`,
  );
  await database.rows('drop table ordered');
}

/** Products whose names combine words; every tenth is a lamp, twenty bear a word of their own. */
export async function generateProducts(database, products) {
  await database.rows(
    `insert into products.categories (slug, name)
     select 'bench-' || n, 'Benchmark ' || n from generate_series(0, $1::int - 1) n`,
    [CATEGORIES],
  );
  await database.rows(
    `insert into products.products (id, sku, name, description, category, category_name, price_amount, price_currency,
         weight_grams)
     select (lpad(to_hex((extract(epoch from now() - interval '1 year') * 1000)::bigint + n), 12, '0')
             || '7' || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 4, 15))::uuid,
            'BN-' || lpad(n::text, 6, '0'),
            initcap(trait || ' ' || material || ' ' || thing) || case when n % 10000 = 1 then ' Zephyrine' else '' end,
            'A ' || trait || ' ' || thing || ' made of ' || material || ', model ' || n || ', for indoors and outdoors.',
            'bench-' || n % $5::int, 'Benchmark ' || n % $5::int, 100 + (n * 37) % 50000, 'EUR', 50 + n % 5000
     from (select n,
                  ($2::text[])[1 + get_byte(hash, 0) % cardinality($2::text[])] as trait,
                  ($3::text[])[1 + get_byte(hash, 1) % cardinality($3::text[])] as material,
                  ($4::text[])[1 + n % cardinality($4::text[])] as thing
           from (select n, sha256(n::text::bytea) as hash from generate_series(0, $1::int - 1) n) numbered) words`,
    [products, TRAITS, MATERIALS, THINGS, CATEGORIES],
  );
  await database.rows(
    `insert into products.stock_levels (sku, on_hand) select sku, 100 from products.products where sku like 'BN-%'
     on conflict (sku) do nothing`,
  );
}
