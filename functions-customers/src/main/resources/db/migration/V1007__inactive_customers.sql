-- Who has not been here for so long that their data has to go: told to housekeeping, which reads no table.

create table customer_sign_ins (
    customer_id uuid primary key references customers (id) on delete cascade,
    last_at timestamptz not null
);

create index customer_sign_ins_by_time on customer_sign_ins (last_at, customer_id);

comment on table customer_sign_ins is 'When each customer last signed in; apart from customers, whose indexes it would touch';

insert into customer_sign_ins (customer_id, last_at) select id, updated_at from customers;

-- A trigger, so that nobody is missing whoever writes customers.
create function note_first_sign_in() returns trigger language plpgsql
set search_path = ${schema}, public
as $$
begin
    insert into customer_sign_ins (customer_id, last_at) select id, registered_at from written;
    return null;
end
$$;

create trigger customers_signed_in after insert on customers
    referencing new table as written for each statement execute function note_first_sign_in();

-- The rule, in one place: whom nobody has seen since. Without settings of its own and with names in full, so that
-- PostgreSQL puts it into the statement that asks, which then uses the indexes.
create function ${schema}.unseen_customers(before timestamptz) returns table (customer_id uuid, last_at timestamptz)
language sql stable
as $$
    select s.customer_id, s.last_at
    from ${schema}.customer_sign_ins s
    join ${schema}.customers c on c.id = s.customer_id
    where s.last_at < before and c.updated_at < before and c.deleted_at is null
        and not exists (
            select from ${schema}.customer_preferences p
            where p.customer_id = s.customer_id and p.updated_at >= before)
        and not exists (select from ${schema}.consents a where a.customer_id = s.customer_id and a.at >= before)
        -- One condition each, so that the index answers both.
        and not exists (
            select from ${schema}.customer_orders o where o.customer_id = s.customer_id and o.placed_at >= before)
        and not exists (
            select from ${schema}.customer_orders o where o.customer_id = s.customer_id and o.placed_at is null)
$$;

comment on function ${schema}.unseen_customers is 'Customers without a sign-in, a change or an order since before';

create function ${schema}.inactive_customers(before timestamptz, most integer) returns table (customer_id uuid)
language sql stable security definer
set search_path = ${schema}, pg_temp
as $$
    select u.customer_id from unseen_customers(before) u order by u.last_at, u.customer_id limit most
$$;

comment on function ${schema}.inactive_customers is
    'Those of unseen_customers, longest away first; most may be null';

create function ${schema}.count_inactive_customers(before timestamptz) returns bigint
language sql stable security definer
set search_path = ${schema}, pg_temp
as $$
    select count(*) from inactive_customers(before, null)
$$;

revoke all on function ${schema}.unseen_customers, ${schema}.inactive_customers, ${schema}.count_inactive_customers
    from public;
grant execute on function ${schema}.unseen_customers to ${role};
grant usage on schema ${schema} to housekeeping_app;
grant execute on function ${schema}.inactive_customers, ${schema}.count_inactive_customers to housekeeping_app;
