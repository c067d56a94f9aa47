-- What a misspelt word may mean.

-- One letter that is wrong leaves n - 2 of the trigrams of n letters, in n + 4 of both words: what shares fewer is not
-- looked at, since the fewer it may share, the more words there are. Two swapped letters leave less, hardly a trigram in
-- a short word: they are looked up as they may have been meant.
create function similar_words(asked text, most integer) returns text[] language plpgsql
set search_path = ${schema}, public
as $$
begin
    perform set_config(
        'pg_trgm.similarity_threshold',
        cast(greatest(0.25, least(0.44, (char_length(asked) - 2.0) / (char_length(asked) + 4) - 0.01)) as text),
        true);
    return array(
        select word
        from (
            select word, similarity(word, asked) as alike from search_words where word % asked
            union all
            select word, 0.9
            from search_words
            where word = any (array(
                select left(asked, i - 1) || substr(asked, i + 1, 1) || substr(asked, i, 1) || substr(asked, i + 2)
                from generate_series(1, char_length(asked) - 1) i))) known
        group by word
        order by max(alike) desc, word
        limit most);
end
$$;

comment on function similar_words(text, integer) is 'The words of customers that are spelt most alike, best first';
