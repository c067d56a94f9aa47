-- What is in this schema, and what becomes of it when a customer is forgotten.

-- Nobody asked for the orders of a customer here before.
create index known_orders_of_customer on known_orders (customer_id);

insert into personal_data_tables (table_name, position, owner) values
    ('recipients', 10, 'customer_id = :customer'),
    ('preferences', 20, 'customer_id = :customer'),
    -- These two go with their notification, by foreign key.
    ('delivery_attempts', 30,
        'delivery_id in (select d.id from notifications n join deliveries d on d.notification_id = n.id'
        ' where n.customer_id = :customer)'),
    ('deliveries', 40, 'notification_id in (select id from notifications where customer_id = :customer)'),
    ('notifications', 50, 'customer_id = :customer'),
    ('known_orders', 60, 'customer_id = :customer');

insert into personal_data (table_name, column_name, holds, purpose, retention, erasure, replacement, exported) values
    ('recipients', 'customer_id', 'whose contact it is', 'telling customers', 'as long as the account', 'DELETE', null, true),
    ('recipients', 'name', 'name', 'addressing the customer', 'as long as the account', 'DELETE', null, true),
    ('recipients', 'email', 'e-mail address', 'telling customers', 'as long as the account', 'DELETE', null, true),
    ('recipients', 'phone', 'phone number', 'telling customers', 'as long as the account', 'DELETE', null, true),
    ('recipients', 'locale', 'language', 'telling customers', 'as long as the account', 'DELETE', null, true),
    ('recipients', 'time_zone', 'time zone', 'the clock of quiet hours and of times in texts', 'as long as the account', 'DELETE', null, true),
    ('preferences', 'customer_id', 'whose choice it is', 'telling customers as they want it', 'as long as the account', 'DELETE', null, true),
    ('preferences', 'channels', 'by which ways the customer wants to be told', 'telling customers as they want it', 'as long as the account', 'DELETE', null, true),
    ('preferences', 'quiet_zone', 'time zone of the quiet hours', 'telling customers as they want it', 'as long as the account', 'DELETE', null, true),
    ('notifications', 'occasion', 'what happened, with the id of an order, refund, export or erasure', 'telling customers once', '90 days', 'DELETE', null, true),
    ('notifications', 'customer_id', 'who was told', 'the list in the portal', '90 days', 'DELETE', null, true),
    ('notifications', 'kind', 'kind of notification', 'the list in the portal', '90 days', 'DELETE', null, true),
    ('notifications', 'language', 'language it was written in', 'the list in the portal', '90 days', 'DELETE', null, true),
    ('notifications', 'title', 'what the customer was told', 'the list in the portal', '90 days', 'DELETE', null, true),
    ('notifications', 'body', 'what the customer was told', 'the list in the portal', '90 days', 'DELETE', null, true),
    ('notifications', 'failure', 'the template or variable at fault', 'seeing why a customer was not told', '90 days', 'DELETE', null, true),
    ('notifications', 'requested_by', 'who had it sent: an employee, an app', 'seeing who told a customer what', '90 days', 'DELETE', null, true),
    ('deliveries', 'channel', 'e-mail or text message', null, null, 'NONE', null, true),
    ('deliveries', 'status', 'how far it is', null, null, 'NONE', null, true),
    ('deliveries', 'address', 'e-mail address or phone number', 'sending', 'until it is sent; at most as long as the notification', 'EXPIRE', null, true),
    ('deliveries', 'subject', 'what the customer is told', 'sending', 'until it is sent; at most as long as the notification', 'EXPIRE', null, true),
    ('deliveries', 'body', 'what the customer is told', 'sending', 'until it is sent; at most as long as the notification', 'EXPIRE', null, true),
    ('deliveries', 'reason', 'why it failed: a code', null, null, 'NONE', null, true),
    ('deliveries', 'provider_id', 'the provider''s id of the message', 'asking the provider', 'as long as the notification', 'EXPIRE', null, true),
    ('delivery_attempts', 'outcome', 'what became of it', null, null, 'NONE', null, true),
    ('delivery_attempts', 'detail', 'why it failed: a code', null, null, 'NONE', null, true),
    ('known_orders', 'customer_id', 'whose order it is', 'telling whoever ordered of a refund', 'as long as refunds may come', 'PSEUDONYM', null, true),
    ('waiting_payment_news', 'event_id', 'id of an event', null, null, 'NONE', null, true),
    ('waiting_payment_news', 'kind', 'kind of notification', null, null, 'NONE', null, true),
    ('waiting_payment_news', 'currency', 'ISO 4217', null, null, 'NONE', null, true);
