-- What personal data this schema holds, and what becomes of it. The code that exports and erases reads these two
-- tables, docs/personal-data.md is written from them, and a test fails when a column is in neither.

create table personal_data_tables (
    table_name text primary key,
    position integer not null,
    owner text not null,
    exported boolean not null default true,
    eraser text
);

comment on table personal_data_tables is 'Tables with rows that belong to a customer';
comment on column personal_data_tables.position is 'Erased in this order: what is found by way of another table comes before it';
comment on column personal_data_tables.owner is
    'SQL condition for the rows of :customer (uuid), also as :reference (client:<uuid>); false for rows that are erased';
comment on column personal_data_tables.exported is 'Whether the rows are part of an export';
comment on column personal_data_tables.eraser is
    'Function (customer uuid, pseudonym uuid, most integer) that erases up to so many rows and returns how many, where '
    'the app''s role may not; null if the columns say what to do';

create table personal_data (
    table_name text not null,
    column_name text not null,
    holds text not null,
    purpose text,
    retention text,
    erasure text not null
        check (erasure in ('NONE', 'DELETE', 'CLEAR', 'REPLACE', 'PSEUDONYM', 'EXPIRE', 'KEEP', 'FUNCTION')),
    replacement text,
    exported boolean not null default true,
    primary key (table_name, column_name),
    check ((erasure = 'NONE') = (purpose is null)),
    check ((erasure = 'NONE') = (retention is null)),
    check ((erasure = 'REPLACE') = (replacement is not null))
);

comment on table personal_data is 'Every column that may hold text or names a customer: what it holds, why, how long';
comment on column personal_data.erasure is
    'NONE: not personal. DELETE: the row goes. CLEAR: becomes null. REPLACE: becomes the replacement. PSEUDONYM: the '
    'customer''s id becomes the pseudonym. EXPIRE: goes by itself, as retention says. KEEP: must be kept, as retention '
    'says. FUNCTION: the eraser of the table does it';
comment on column personal_data.replacement is 'SQL expression';
comment on column personal_data.exported is 'False for secrets and for what is computed from other columns';

-- Whose data was erased here, so that nothing that comes late is written again.
create table erased_customers (
    pseudonym uuid primary key,
    erasure_id uuid not null,
    since timestamptz not null default now()
);

comment on table erased_customers is 'Customers whose erasure has begun, by pseudonym: nothing of them is written any more';

create table erased_rows (
    erasure_id uuid not null,
    table_name text not null,
    rows bigint not null,
    primary key (erasure_id, table_name)
);

comment on table erased_rows is 'How many rows each erasure deleted or changed, counted in the transactions that did it';

revoke insert, update, delete, truncate on personal_data_tables, personal_data from ${role};

insert into personal_data (table_name, column_name, holds, purpose, retention, erasure, replacement, exported) values
    ('outbox', 'topic', 'name of a topic', null, null, 'NONE', null, true),
    ('outbox', 'type', 'type of an event', null, null, 'NONE', null, true),
    ('outbox', 'subject', 'id of what an event is about', 'telling other apps', 'until it is sent, seconds', 'EXPIRE', null, true),
    ('outbox', 'traceparent', 'trace id', null, null, 'NONE', null, true),
    ('outbox', 'payload', 'an event', 'telling other apps', 'until it is sent, seconds', 'EXPIRE', null, true),
    ('inbox', 'consumer', 'name of a consumer', null, null, 'NONE', null, true),
    ('inbox', 'message_id', 'id of an event', null, null, 'NONE', null, true),
    ('idempotency_keys', 'caller', 'who asked', 'the same answer to a repeated request', '24 hours', 'DELETE', null, true),
    ('idempotency_keys', 'operation', 'name of a function', null, null, 'NONE', null, true),
    ('idempotency_keys', 'key', 'what the caller chose', 'the same answer to a repeated request', '24 hours', 'DELETE', null, true),
    ('idempotency_keys', 'request_hash', 'hash of a request', 'the same answer to a repeated request', '24 hours', 'DELETE', null, false),
    ('idempotency_keys', 'headers', 'headers of an answer', 'the same answer to a repeated request', '24 hours', 'DELETE', null, true),
    ('idempotency_keys', 'body', 'an answer', 'the same answer to a repeated request', '24 hours', 'DELETE', null, true),
    ('erased_rows', 'table_name', 'name of a table', null, null, 'NONE', null, true);

insert into personal_data_tables (table_name, position, owner) values
    ('idempotency_keys', 1000, 'caller = :reference or caller not like ''client:%''
        and substring(body from ''"customerId":"([0-9a-f-]{36})"'') = cast(:customer as text)');
