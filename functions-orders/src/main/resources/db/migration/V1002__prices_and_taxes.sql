-- What the catalog tells about products; null where only the end of a product has been heard of.
create table product_prices (
    sku text primary key,
    version bigint not null,
    name text,
    currency text,
    price bigint check (price >= 0),
    weight_grams integer,
    discontinued boolean not null default false,
    check (discontinued or (name is not null and currency is not null and price is not null and weight_grams is not null))
);

comment on table product_prices is 'Projection of the catalog: the newest version of each product heard of';
comment on column product_prices.price is 'Net, for one piece, in minor units';

create table tax_rates (
    country text not null,
    valid_from date not null,
    basis_points integer not null check (basis_points between 0 and 10000),
    primary key (country, valid_from)
);

comment on table tax_rates is 'Standard rate by country of destination (ISO 3166-1); a country without a row is not delivered to';

insert into tax_rates (country, valid_from, basis_points) values
    ('AT', '2000-01-01', 2000),
    ('BE', '2000-01-01', 2100),
    ('BG', '2000-01-01', 2000),
    ('CH', '2018-01-01', 770),
    ('CH', '2024-01-01', 810),
    ('CY', '2014-01-13', 1900),
    ('CZ', '2013-01-01', 2100),
    ('DE', '2007-01-01', 1900),
    ('DK', '2000-01-01', 2500),
    ('EE', '2024-01-01', 2200),
    ('EE', '2025-07-01', 2400),
    ('ES', '2012-09-01', 2100),
    ('FI', '2013-01-01', 2400),
    ('FI', '2024-09-01', 2550),
    ('FR', '2014-01-01', 2000),
    ('GB', '2011-01-04', 2000),
    ('GR', '2016-06-01', 2400),
    ('HR', '2012-03-01', 2500),
    ('HU', '2012-01-01', 2700),
    ('IE', '2021-03-01', 2300),
    ('IT', '2013-10-01', 2200),
    ('LT', '2009-09-01', 2100),
    ('LU', '2024-01-01', 1700),
    ('LV', '2012-07-01', 2100),
    ('MT', '2004-01-01', 1800),
    ('NL', '2012-10-01', 2100),
    ('NO', '2005-01-01', 2500),
    ('PL', '2011-01-01', 2300),
    ('PT', '2011-01-01', 2300),
    ('RO', '2017-01-01', 1900),
    ('RO', '2025-08-01', 2100),
    ('SE', '2000-01-01', 2500),
    ('SI', '2013-07-01', 2200),
    ('SK', '2011-01-01', 2000),
    ('SK', '2025-01-01', 2300),
    ('US', '2000-01-01', 0);
