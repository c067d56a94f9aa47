-- Customers who are to be forgotten: shown to nobody at once, erased when it is this schema's turn.

alter table customers add column deleted_at timestamptz;

comment on column customers.deleted_at is 'Since when nobody is shown the customer; their erasure deletes the row';

-- A batch of the segment job may come after the customer's other rows are erased.
alter table customer_segments
    drop constraint customer_segments_customer_id_fkey,
    add foreign key (customer_id) references customers (id) on delete cascade;

-- Locks the vocabulary first: a word that goes while somebody registers with it would be missing afterwards.
create function unlearn_search_words(candidates text[]) returns integer language plpgsql
set search_path = ${schema}, public
as $$
declare
    unlearned integer;
begin
    lock table search_words in share row exclusive mode;
    delete from search_words s
    where s.word = any (candidates)
        and not exists (
            select from customers c where c.deleted_at is null and c.words @> array[s.word collate "default"]);
    get diagnostics unlearned = row_count;
    return unlearned;
end
$$;

comment on function unlearn_search_words(text[]) is 'Takes words out of the vocabulary that no customer has any more';

-- Unlearns first: two changes at once that held the vocabulary for writing already would wait for each other for ever.
create function relearn_search_words() returns trigger language plpgsql
set search_path = ${schema}, public
as $$
declare
    gone text[] := array(
        select word from before, unnest(words) as word except select word from written, unnest(words) as word);
begin
    if gone <> '{}' then
        perform unlearn_search_words(gone);
    end if;
    insert into search_words
    select word collate "C" as word
    from (select word from written, unnest(words) as word except select word from before, unnest(words) as word) learned
    where char_length(word) between 2 and 40 and word !~ '[0-9]'
    order by word
    on conflict do nothing;
    return null;
end
$$;

drop trigger customers_updated on customers;
create trigger customers_updated after update on customers
    referencing old table as before new table as written for each statement execute function relearn_search_words();

create function forget_search_words(customer uuid, pseudonym uuid, most integer) returns integer language plpgsql
set search_path = ${schema}, public
as $$
declare
    candidates text[] := (select words from customers where id = customer);
begin
    return case when candidates is null then 0 else unlearn_search_words(candidates) end;
end
$$;

comment on function forget_search_words(uuid, uuid, integer) is
    'Eraser: the words of a deleted customer that nobody else has, all at once, since a name has few';

create function forget_consents(customer uuid, pseudonym uuid, most integer) returns integer
language plpgsql security definer
set search_path = ${schema}, pg_temp
as $$
declare
    forgotten integer;
begin
    delete from consents
    where ctid = any (array(
        select ctid from consents
        where customer_id = customer and not exists (select from customers where id = customer and deleted_at is null)
        limit most));
    get diagnostics forgotten = row_count;
    return forgotten;
end
$$;

comment on function forget_consents(uuid, uuid, integer) is
    'Eraser: the app may not delete consents but by this, and only of customers who are deleted';

revoke all on function forget_consents(uuid, uuid, integer) from public;
grant execute on function forget_consents(uuid, uuid, integer) to ${role};

-- A finished run need not name the customer that it ended with.
update segment_runs set after_customer = default where finished_at is not null;
