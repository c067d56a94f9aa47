-- What a misspelt word may mean.

-- Words that are spelt alike, and words that two swapped letters make: in a short word they leave hardly a trigram.
-- The threshold is below the usual 0.3 for the sake of five and six letters.
create function similar_words(asked text, most integer) returns text[] language sql stable
set search_path = ${schema}, public
set pg_trgm.similarity_threshold = 0.25
as $$
    select array(
        select word
        from (
            select word, similarity(word, asked) as alike from search_words where word % asked
            union all
            select word, 0.9
            from search_words
            where word in (
                select left(asked, i - 1) || substr(asked, i + 1, 1) || substr(asked, i, 1) || substr(asked, i + 2)
                from generate_series(1, char_length(asked) - 1) i)) known
        group by word
        order by max(alike) desc, word
        limit most)
$$;

comment on function similar_words(text, integer) is 'The words of customers that are spelt most alike, best first';
