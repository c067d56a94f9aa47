-- What is in this schema. Customers are known here by their orders only, of which other schemas say whose they are.

insert into personal_data (table_name, column_name, holds, purpose, retention, erasure) values
    ('categories', 'slug', 'a category', null, null, 'NONE'),
    ('categories', 'name', 'name of a category', null, null, 'NONE'),
    ('products', 'sku', 'a product', null, null, 'NONE'),
    ('products', 'name', 'name of a product', null, null, 'NONE'),
    ('products', 'description', 'of a product', null, null, 'NONE'),
    ('products', 'category', 'a category', null, null, 'NONE'),
    ('products', 'category_name', 'name of a category', null, null, 'NONE'),
    ('products', 'price_currency', 'ISO 4217', null, null, 'NONE'),
    ('products', 'attributes', 'of a product', null, null, 'NONE'),
    ('products', 'status', 'whether it is sold', null, null, 'NONE'),
    ('products', 'parts', 'random parts of all products', null, null, 'NONE'),
    ('stock_levels', 'sku', 'a product', null, null, 'NONE'),
    ('stock_movements', 'sku', 'a product', null, null, 'NONE'),
    ('stock_movements', 'kind', 'kind of a movement', null, null, 'NONE'),
    ('stock_movements', 'actor', 'which employee moved it, or the platform', 'stock-taking', '10 years, as tax law asks', 'KEEP'),
    ('stock_movements', 'reason', 'why, in an employee''s words about goods', null, null, 'NONE'),
    ('reservations', 'status', 'where the reservation stands', null, null, 'NONE'),
    ('reservations', 'skus', 'products', null, null, 'NONE'),
    ('reservations', 'quantities', 'pieces', null, null, 'NONE'),
    ('reservations', 'shortages', 'products and pieces', null, null, 'NONE'),
    ('search_words', 'word', 'a word of products', null, null, 'NONE');
