-- Search: full text with ranks, spelling by trigrams.

-- English stems, so that "lamps" finds a lamp; accents folded, so that "malaga" finds a Málaga. Text in other
-- languages is folded the same way on both sides and found by its whole words.
create text search configuration catalogue (copy = pg_catalog.english);
alter text search configuration catalogue
    alter mapping for word, hword, hword_part with public.unaccent, english_stem;

-- Words as people write them, for corrections.
create text search configuration catalogue_words (copy = pg_catalog.simple);
alter text search configuration catalogue_words
    alter mapping for word, hword, hword_part with public.unaccent, simple;

alter table products
    add column search tsvector not null generated always as (
        setweight(to_tsvector('${schema}.catalogue', name), 'A')
        || setweight(to_tsvector('${schema}.catalogue', sku), 'A')
        || setweight(to_tsvector('${schema}.catalogue', category_name), 'B')
        || setweight(to_tsvector('${schema}.catalogue', description), 'C')) stored,
    -- Cuts the products into halves, quarters and so on down to 256 parts, by chance (the last byte of a UUIDv7 is
    -- random). Numbered like a binary tree: 1 is all, 2 and 3 its halves, 256 to 511 the smallest parts. A broad search
    -- looks at one part after the other when it cannot look at everything.
    add column parts smallint[] not null generated always as (array[
        1,
        2 + (get_byte(uuid_send(id), 15) >> 7), 4 + (get_byte(uuid_send(id), 15) >> 6),
        8 + (get_byte(uuid_send(id), 15) >> 5), 16 + (get_byte(uuid_send(id), 15) >> 4),
        32 + (get_byte(uuid_send(id), 15) >> 3), 64 + (get_byte(uuid_send(id), 15) >> 2),
        128 + (get_byte(uuid_send(id), 15) >> 1), 256 + get_byte(uuid_send(id), 15)]::smallint[]) stored;

comment on column products.search is 'Name and SKU weigh A, category B, description C';
comment on column products.parts is 'The random parts of all products that it is in';

-- The pending list makes writes cheaper, but every search reads it from end to end: 256 kB take no millisecond.
create index products_search on products using gin (search, parts, category) with (gin_pending_list_limit = 256)
    where status = 'ACTIVE';

-- The beginning of a SKU.
create index products_sku_prefix on products (sku text_pattern_ops) where status = 'ACTIVE';

-- A price range that few products are in.
create index products_price on products (price_currency, price_amount) where status = 'ACTIVE';

create table search_words (word text primary key);

create index search_words_similar on search_words using gin (word public.gin_trgm_ops);

comment on table search_words is 'Every word that products are described with: what a misspelt one may have meant';

-- The threshold is below the usual 0.3, so that two swapped letters in a word of six are seen through.
create function nearest_search_word(asked text) returns text language sql stable
set search_path = ${schema}, public
set pg_trgm.similarity_threshold = 0.25
as $$
    select word from search_words where word % asked order by similarity(word, asked) desc, word limit 1
$$;

comment on function nearest_search_word(text) is 'The known word that is spelt most alike, itself if it is known, or null';

-- A trigger, so that words are known whoever writes products. In order, so that two writers do not deadlock.
create function learn_search_words() returns trigger language plpgsql
set search_path = ${schema}, public
as $$
begin
    insert into search_words
    select distinct word
    from written, unnest(tsvector_to_array(
        to_tsvector('${schema}.catalogue_words', concat_ws(' ', name, category_name, description)))) as word
    where char_length(word) between 3 and 40 and word !~ '[0-9]'
    order by word
    on conflict do nothing;
    return null;
end
$$;

create trigger products_inserted after insert on products
    referencing new table as written for each statement execute function learn_search_words();
create trigger products_updated after update on products
    referencing new table as written for each statement execute function learn_search_words();

-- Products that were there before this migration.
insert into search_words
select distinct word
from products, unnest(tsvector_to_array(
    to_tsvector('${schema}.catalogue_words', concat_ws(' ', name, category_name, description)))) as word
where char_length(word) between 3 and 40 and word !~ '[0-9]'
on conflict do nothing;
