-- Dead letters go some time after somebody decided. What names no customer no erasure ever finds, and a body that nobody
-- can read may be about anybody, so that one goes without a decision too.

alter table dead_letters add column aged_from timestamptz
    generated always as (coalesce(decided_at, case when customer_id is null then died_at end)) stored;

comment on column dead_letters.aged_from is
    'When its retention began; null while it waits for a decision and an erasure of its customer would find it';

create index dead_letters_by_age on dead_letters (aged_from) where aged_from is not null;

-- What has to be kept for a customer is kept here too.
create function ${schema}.is_held(customer uuid) returns boolean
language sql stable
set search_path = ${schema}, pg_temp
as $$ select exists (select from legal_holds where customer_id = customer) $$;

comment on function ${schema}.is_held is 'Whether there is a legal hold on a customer';

create function ${schema}.count_dead_letters(before timestamptz) returns bigint
language sql stable security definer
set search_path = ${schema}, pg_temp
as $$ select count(*) from dead_letters where aged_from < before and not is_held(customer_id) $$;

comment on function ${schema}.count_dead_letters is 'How many dead letters began to age earlier than that';

create function ${schema}.purge_dead_letters(before timestamptz, most integer) returns integer
language plpgsql security definer
set search_path = ${schema}, pg_temp
as $$
declare
    purged integer;
begin
    delete from dead_letters where id in (
        select id from dead_letters where aged_from < before and not is_held(customer_id)
        order by aged_from limit most for update skip locked);
    get diagnostics purged = row_count;
    return purged;
end
$$;

comment on function ${schema}.purge_dead_letters is 'Removes dead letters that began to age earlier than that, the oldest first';

revoke all on function ${schema}.is_held, ${schema}.count_dead_letters, ${schema}.purge_dead_letters from public;
grant execute on function ${schema}.count_dead_letters, ${schema}.purge_dead_letters to ${role};

insert into retention_rules (name, job, position, what, keep, batch, action, counts, takes) values
    ('dead-letters', 'data-retention', 50, 'Dead letters that were decided, or name no customer', '90 days', 1000, 'DELETE',
        'housekeeping.count_dead_letters', 'housekeeping.purge_dead_letters');
