-- What is in this schema, and what becomes of it when a customer is forgotten.

insert into personal_data_tables (table_name, position, owner) values
    ('order_states', 10,
        '(changed_by = :reference or shipment_id is not null or tracking_number is not null)'
        ' and order_id in (select id from orders where customer_id = :customer)'),
    ('order_history', 20, 'actor = :reference and order_id in (select id from orders where customer_id = :customer)'),
    ('orders', 30, 'customer_id = :customer');

insert into personal_data (table_name, column_name, holds, purpose, retention, erasure, replacement, exported) values
    ('orders', 'customer_id', 'whose order it is', 'the contract; books', '10 years, as tax law asks', 'PSEUDONYM', null, true),
    ('orders', 'placed_by', 'who placed it: the customer, an employee, another system', 'the contract', '10 years, an employee''s id with it', 'REPLACE', 'replace(placed_by, :reference, ''client:'' || cast(:pseudonym as text))', true),
    ('orders', 'currency', 'ISO 4217', null, null, 'NONE', null, true),
    ('orders', 'lines', 'what was ordered, at which prices', 'the contract; books', '10 years, as tax law asks', 'KEEP', null, true),
    ('orders', 'payment_method', 'token of the payment gateway', 'taking the payment', '10 years, useless after the payment', 'REPLACE', '''erased''', false),
    ('orders', 'shipping_address', 'name and address', 'delivery; the country for the tax', 'the country 10 years, as tax law asks', 'REPLACE', 'jsonb_build_object(''name'', ''***'', ''line1'', ''***'', ''city'', ''***'', ''postalCode'', ''***'', ''country'', shipping_address -> ''country'')', true),
    ('order_states', 'status', 'where the order stands', null, null, 'NONE', null, true),
    ('order_states', 'changed_by', 'who changed it last', 'the contract', '10 years, an employee''s id with it', 'REPLACE', 'replace(changed_by, :reference, ''client:'' || cast(:pseudonym as text))', true),
    ('order_states', 'reason', 'why it was called off: a code of ours', null, null, 'NONE', null, true),
    ('order_states', 'shipment_id', 'the carrier''s name for the parcel', 'delivery', '10 years', 'CLEAR', null, true),
    ('order_states', 'tracking_number', 'the carrier''s number for the parcel', 'delivery', '10 years', 'CLEAR', null, true),
    ('order_history', 'from_status', 'where the order stood', null, null, 'NONE', null, true),
    ('order_history', 'to_status', 'where it stood then', null, null, 'NONE', null, true),
    ('order_history', 'actor', 'who changed it', 'the contract', '10 years, an employee''s id with it', 'REPLACE', '''client:'' || cast(:pseudonym as text)', true),
    ('order_history', 'reason', 'why: a code of ours', null, null, 'NONE', null, true),
    ('product_prices', 'sku', 'a product', null, null, 'NONE', null, true),
    ('product_prices', 'name', 'name of a product', null, null, 'NONE', null, true),
    ('product_prices', 'currency', 'ISO 4217', null, null, 'NONE', null, true),
    ('tax_rates', 'country', 'ISO 3166-1', null, null, 'NONE', null, true);
