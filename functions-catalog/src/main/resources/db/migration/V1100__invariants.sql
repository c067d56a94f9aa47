-- What housekeeping may know of the stock to hold the levels against the ledger.

create function ${schema}.stock_books(after text, most integer)
returns table (sku text, on_hand bigint, moved_on_hand bigint, reserved bigint, moved_reserved bigint)
language sql stable security definer
set search_path = ${schema}, pg_temp
as $$
    with recursive moved (sku) as (
        -- From article to article through the index, however many movements each has.
        (select m.sku from stock_movements m where m.sku > coalesce(after, '') order by m.sku limit 1)
        union all
        select (select m.sku from stock_movements m where m.sku > moved.sku order by m.sku limit 1)
        from moved where moved.sku is not null
    ),
    page as (
        (select l.sku from stock_levels l where l.sku > coalesce(after, '') order by l.sku limit most)
        union
        (select moved.sku from moved where moved.sku is not null limit most)
        order by sku
        limit most
    )
    select page.sku, coalesce(l.on_hand, 0)::bigint, coalesce(m.on_hand, 0)::bigint,
        coalesce(l.reserved, 0)::bigint, coalesce(m.reserved, 0)::bigint
    from page
    left join stock_levels l on l.sku = page.sku
    left join lateral (
        select sum(on_hand_delta) as on_hand, sum(reserved_delta) as reserved
        from stock_movements where stock_movements.sku = page.sku
    ) m on true
    order by page.sku
$$;

comment on function ${schema}.stock_books is
    'Levels and the sums of their movements, of articles that have either, by article number, page by page';

revoke all on function ${schema}.stock_books from public;
grant usage on schema ${schema} to housekeeping_app;
grant execute on function ${schema}.stock_books to housekeeping_app;
