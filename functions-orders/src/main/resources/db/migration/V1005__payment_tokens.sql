-- The token of the payment gateway is needed until the order is paid or called off. Among what was ordered, which is
-- written once, it could not go without another write of a wide row; the state is written then anyway.

alter table order_states add column payment_method text;

comment on column order_states.payment_method is
    'Token of the payment gateway, until the order is paid or called off; never logged, never shown';

update order_states s set payment_method = o.payment_method
from orders o
where o.id = s.order_id and s.status in ('PLACED', 'RESERVED');

alter table orders drop column payment_method;

delete from personal_data where table_name = 'orders' and column_name = 'payment_method';

insert into personal_data (table_name, column_name, holds, purpose, retention, erasure, replacement, exported) values
    ('order_states', 'payment_method', 'token of the payment gateway', 'taking the payment', 'until the order is paid or called off', 'CLEAR', null, false);
