-- What was signed and put outside the database; the documents prove themselves, these rows only tell where to look.
create table anchors (
    day date primary key,
    sha256 text not null,
    document text not null,
    noted_at timestamptz not null default now()
);

comment on table anchors is 'Signed anchors: where all chains ended on a day';
comment on column anchors.document is 'The anchor as it is in the container audit-anchors, a JWS';

revoke update, delete, truncate, references, trigger on anchors from ${role};

insert into personal_data
    (table_name, column_name, holds, purpose, retention, erasure, replacement, exported) values
    ('anchors', 'sha256', 'hash of an anchor', null, null, 'NONE', null, true),
    ('anchors', 'document', 'signed hashes of commitments', null, null, 'NONE', null, true);
