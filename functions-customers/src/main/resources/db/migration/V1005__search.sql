-- What a misspelt word may mean.

-- The threshold is below the usual 0.3, so that two swapped letters in a word of six are seen through.
create function similar_words(asked text, most integer) returns text[] language sql stable
set search_path = ${schema}, public
set pg_trgm.similarity_threshold = 0.25
as $$
    select array(
        select word from search_words where word % asked order by similarity(word, asked) desc, word limit most)
$$;

comment on function similar_words(text, integer) is 'The words of customers that are spelt most alike, best first';
