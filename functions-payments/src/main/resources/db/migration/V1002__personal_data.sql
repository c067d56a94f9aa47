-- What is in this schema, and what becomes of it when a customer is forgotten.

-- An order that was closed before it asked for money has no payment that leads to it.
create index known_orders_by_customer on known_orders (customer_id);

insert into personal_data_tables (table_name, position, owner) values
    ('payment_journal', 5, 'payment_id in (select id from payments where customer_id = :customer)'),
    ('refunds', 10,
        'reason <> ''***'' and payment_id in (select id from payments where customer_id = :customer)'),
    ('payments', 20, 'customer_id = :customer'),
    ('known_orders', 30, 'customer_id = :customer');

insert into personal_data (table_name, column_name, holds, purpose, retention, erasure, replacement, exported) values
    ('known_orders', 'customer_id', 'whose order it is', 'the contract', '10 years, as tax law asks', 'PSEUDONYM', null, true),
    ('payments', 'origin', 'an order or an employee', null, null, 'NONE', null, true),
    ('payments', 'customer_id', 'who pays', 'books', '10 years, as tax law asks', 'PSEUDONYM', null, true),
    ('payments', 'currency', 'ISO 4217', null, null, 'NONE', null, true),
    ('payments', 'reference', 'what the statement says: the order, or an employee''s words', 'books', '10 years; an employee''s words go with the person', 'REPLACE', 'case origin when ''DESK'' then ''***'' else reference end', true),
    ('payments', 'taken_by', 'which employee took it, or the order', 'books', '10 years, as tax law asks', 'KEEP', null, true),
    ('payments', 'status', 'where the payment stands', null, null, 'NONE', null, true),
    ('payments', 'payment_method', 'token of the payment gateway', 'taking the payment', 'until it is settled', 'CLEAR', null, false),
    ('payments', 'charge_id', 'the gateway''s name for the charge', 'books', '10 years, as tax law asks', 'KEEP', null, true),
    ('payments', 'decline_code', 'why it was declined: a code of the gateway', null, null, 'NONE', null, true),
    ('refunds', 'charge_id', 'the gateway''s name for the charge', 'books', '10 years, as tax law asks', 'KEEP', null, true),
    ('refunds', 'currency', 'ISO 4217', null, null, 'NONE', null, true),
    ('refunds', 'reason', 'why, in an employee''s words', 'books', 'until the person is forgotten', 'REPLACE', '''***''', true),
    ('refunds', 'requested_by', 'which employee asked, or the order', 'books', '10 years, as tax law asks', 'KEEP', null, true),
    ('refunds', 'status', 'where the refund stands', null, null, 'NONE', null, true),
    ('refunds', 'gateway_id', 'the gateway''s name for the refund', 'books', '10 years, as tax law asks', 'KEEP', null, true),
    ('refunds', 'failure_code', 'why it failed: a code of the gateway', null, null, 'NONE', null, true),
    ('payment_journal', 'entry', 'what was asked or answered', null, null, 'NONE', null, true),
    ('payment_journal', 'currency', 'ISO 4217', null, null, 'NONE', null, true),
    ('payment_journal', 'gateway_id', 'the gateway''s name for the charge or refund', 'books', '10 years, as tax law asks', 'KEEP', null, true),
    ('payment_journal', 'detail', 'codes of the gateway', null, null, 'NONE', null, true);
