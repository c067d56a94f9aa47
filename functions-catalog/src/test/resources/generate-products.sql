-- Makes :products products in 20 categories, category after category as an import would, for search tests and
-- measurements. Every second one is made of steel, every tenth is a lamp; SKUs are GEN-000001 and on; each has the rare
-- word "edition1", "edition2" and so on in its description, and one in 5,000 is called Zephyrine.
insert into categories (slug, name)
select 'gen-' || n, 'Department ' || chr(64 + n) || ' supplies' from generate_series(1, 20) n;

insert into products (id, sku, name, description, category, category_name, price_amount, price_currency, weight_grams)
select (lpad(to_hex(1700000000000 + n), 12, '0') || '7' || substr(md5(n::text), 1, 3) || '8'
           || substr(md5(n::text), 4, 15))::uuid,
       'GEN-' || lpad(n::text, 6, '0'),
       initcap(concat_ws(' ',
           (array['amber', 'arctic', 'classic', 'compact', 'foldable', 'heavy', 'indigo', 'portable', 'quiet', 'rustic',
                  'sturdy', 'vintage'])[1 + get_byte(hash, 0) % 12],
           case when n % 2 = 0 then 'steel'
                else (array['bamboo', 'brass', 'ceramic', 'copper', 'cotton', 'glass', 'granite', 'leather', 'oak',
                            'walnut'])[1 + get_byte(hash, 1) % 10] end,
           (array['lamp', 'kettle', 'lantern', 'basket', 'bench', 'blanket', 'bottle', 'compass', 'hammock', 'mirror'])[
               1 + get_byte(hash, 2) % 10],
           case when n % 5000 = 1 then 'zephyrine' end)),
       'A ' || (array['simple', 'gifted', 'loved', 'award winning', 'handmade', 'recycled', 'certified', 'limited'])[
                   1 + get_byte(hash, 3) % 8]
           || ' piece for the ' || (array['kitchen', 'garden', 'workshop', 'office', 'bedroom', 'balcony'])[
                   1 + get_byte(hash, 4) % 6]
           || ', goes well with any ' || (array['lamp', 'table', 'sofa', 'tent', 'carpet', 'shelf', 'clock', 'vase'])[
                   1 + get_byte(hash, 5) % 8]
           || '. Edition' || n || ', made in ' || (array['Lisbon', 'Gdansk', 'Málaga', 'Turku'])[1 + get_byte(hash, 6) % 4]
           || ' since ' || 1900 + n % 120 || '.',
       'gen-' || category, 'Department ' || chr(64 + category) || ' supplies',
       100 + (n::bigint * 7919) % 60000, 'EUR', 50 + n % 5000
from (select n, sha256(n::text::bytea) as hash, 1 + (n - 1) * 20 / :products as category
      from generate_series(1, :products) n) numbered;

insert into stock_levels (sku, on_hand)
select sku, case when right(sku, 1) = '7' then 0 else 100 end from products where sku like 'GEN-%';

insert into stock_movements (sku, kind, quantity, on_hand_delta, reserved_delta, actor)
select sku, 'RECEIPT', on_hand, on_hand, 0, 'generator' from stock_levels where sku like 'GEN-%' and on_hand > 0;
