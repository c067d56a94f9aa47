-- Customers, and what finds them again.

-- Letters without accents and case, by Unicode's rules whatever the database's locale. Said to be immutable, which
-- unaccent is as long as its rules file stays as it is.
create function fold(text) returns text language sql immutable strict parallel safe
return lower(public.unaccent('public.unaccent'::regdictionary, $1) collate "pg_c_utf8");

-- The words of a text, folded: runs of letters and runs of digits, so that maria.schmidt84 has three.
create function words(text) returns text[] language sql immutable strict parallel safe
return array(
    select distinct word
    from regexp_split_to_table(
        regexp_replace(
            fold($1) collate "pg_c_utf8",
            '([[:alpha:]])(?=[[:digit:]])|([[:digit:]])(?=[[:alpha:]])', '\1\2 ', 'g') collate "pg_c_utf8",
        '[^[:alnum:]]+') as word
    where word <> '');

create table customers (
    id uuid primary key,
    name text not null,
    email text,
    phone text check (phone ~ '^\+[1-9][0-9]{6,14}$'),
    locale text not null,
    time_zone text not null,
    addresses jsonb not null default '[]',
    version integer not null,
    registered_at timestamptz not null,
    updated_at timestamptz not null,
    email_key text collate "C" generated always as (lower(email collate "pg_c_utf8")) stored,
    phone_backwards text collate "C" generated always as (reverse(phone)) stored,
    words text[] not null generated always as (words(name || ' ' || coalesce(split_part(email, '@', 1), ''))) stored
);

create index customers_by_registration on customers (registered_at, id);
create index customers_email on customers (email_key);
create index customers_phone on customers (phone_backwards);
-- Without a pending list, which every search would read from end to end; customers change seldom.
create index customers_words on customers using gin (words) with (fastupdate = off);

comment on table customers is 'Who signed in; the id is the oid of their tokens';
comment on column customers.name is 'Personal data';
comment on column customers.email is 'Personal data; two customers may have the same';
comment on column customers.phone is 'Personal data; E.164';
comment on column customers.locale is 'BCP 47';
comment on column customers.time_zone is 'IANA';
comment on column customers.addresses is 'Personal data; array of {name, line1, line2, city, postalCode, country}, the first is the usual one';
comment on column customers.version is 'Counts the changes; the ETag';
comment on column customers.phone_backwards is 'Its beginning is the end of the number, which people type with and without country code';
comment on column customers.words is 'Of the name and of the e-mail address before the @, folded';

create table search_words (word text collate "C" primary key);

create index search_words_similar on search_words using gin (word public.gin_trgm_ops) with (fastupdate = off);

comment on table search_words is 'Every word that customers are named with: what a misspelt or unfinished one may mean';

-- A trigger, so that words are known whoever writes customers. In order, so that two writers do not deadlock.
create function learn_search_words() returns trigger language plpgsql
set search_path = ${schema}, public
as $$
begin
    insert into search_words
    select distinct word collate "C" as word
    from written, unnest(words) as word
    where char_length(word) between 2 and 40 and word !~ '[0-9]'
    order by word
    on conflict do nothing;
    return null;
end
$$;

create trigger customers_inserted after insert on customers
    referencing new table as written for each statement execute function learn_search_words();
create trigger customers_updated after update on customers
    referencing new table as written for each statement execute function learn_search_words();
