-- Copies of all data about a customer, made of the parts that every app writes.

create table exports (
    id uuid primary key,
    customer_id uuid not null,
    requested_by text not null,
    requested_at timestamptz not null,
    asked_at timestamptz not null,
    state text not null check (state in ('COLLECTING', 'READY', 'EXPIRED')),
    assembling_until timestamptz,
    has_parts boolean not null default true,
    ready_at timestamptz,
    expires_at timestamptz
);

create index exports_by_customer on exports (customer_id, requested_at);
create index exports_collecting on exports (requested_at) where state = 'COLLECTING';
create index exports_with_parts on exports (ready_at) where state = 'READY' and has_parts;
create index exports_to_expire on exports (expires_at) where state <> 'EXPIRED';

comment on table exports is 'Copies of all data about a customer: asked of every app, then one file';
comment on column exports.asked_at is 'When the apps were last asked for their parts';
comment on column exports.assembling_until is 'Until then the one who makes the file is left alone with it';
comment on column exports.has_parts is 'Whether there may be blobs of parts';
comment on column exports.expires_at is 'From then on nobody gets the file, and it goes; set early if the customer is deleted';

create table export_parts (
    export_id uuid not null references exports (id) on delete cascade,
    app text not null,
    sha256 text not null,
    rows bigint not null,
    bytes bigint not null,
    primary key (export_id, app)
);

comment on table export_parts is 'What each app has written of an export; gone once the file is made';
