-- The name under which a customer goes on once they are forgotten; as the apps compute it, so that SQL finds the same.
create function pseudonym_of(customer uuid) returns uuid
language sql immutable strict parallel safe
set search_path = ${schema}, pg_temp
as $$
    select cast(encode(
        set_byte(set_byte(hash, 6, (get_byte(hash, 6) & 15) | 128), 8, (get_byte(hash, 8) & 63) | 128), 'hex') as uuid)
    from (select substr(sha256(convert_to('quayside:forgotten-customer:' || customer, 'UTF8')), 1, 16) as hash) hashed
$$;

comment on function pseudonym_of is 'The pseudonym of a customer: a UUID of version 8';

-- What was done with a person's data, under the pseudonym from the beginning: it stays when the person is forgotten.
create table gdpr_audit_trail (
    id uuid primary key,
    pseudonym uuid not null,
    occurred_at timestamptz not null,
    actor text not null,
    action text not null,
    subject_type text not null,
    subject_id text not null,
    result text not null,
    details jsonb not null,
    stream text not null
);

comment on table gdpr_audit_trail is
    'Exports, erasures, holds and consents of a person, and who read or changed their data; rows are only ever added';
comment on column gdpr_audit_trail.id is 'The entry of audit_logs that says the same in full, until it is erased';
comment on column gdpr_audit_trail.actor is '"customer" for the person themselves';
comment on column gdpr_audit_trail.subject_id is 'The pseudonym for the person themselves';
comment on column gdpr_audit_trail.details is 'Only fields that say nothing of the person';

create index gdpr_audit_trail_by_person on gdpr_audit_trail (pseudonym, occurred_at, id);

revoke update, delete, truncate, references, trigger on gdpr_audit_trail from ${role};
