-- Erases the content and the salt of some entries of a customer: what the chain is made of stays, so it holds, and
-- nobody can guess the content back from it. By way of the owner, since the app itself may change nothing. Nothing before
-- the erasure was noted, after which nothing more of the customer is recorded.
create function erase_entries(customer uuid, pseudonym uuid, most integer) returns integer
language plpgsql security definer
set search_path = ${schema}, pg_temp
as $$
declare
    batch record;
    reference text := 'client:' || customer;
    changed integer;
    erased integer := 0;
    places jsonb := '[]';
begin
    if not exists (select from erased_customers noted where noted.pseudonym = pseudonym_of(customer)) then
        return 0;
    end if;
    -- A place is one of a partition, so each partition has a statement of its own.
    for batch in
        select mine.partition, array_agg(mine.ctid) as rows,
            jsonb_agg(jsonb_build_array(mine.stream, mine.seq)) as places
        from (
            select tableoid::regclass as partition, ctid, stream, seq from audit_logs
            where customer_id = customer or actor = reference
                or (subject_type = 'customer' and subject_id = cast(customer as text))
            limit most for update) mine
        group by mine.partition
    loop
        execute format(
            'update %s set actor = null, action = null, subject_type = null, subject_id = null, customer_id = null,'
            || ' address = null, result = null, trace_id = null, event_id = null, details = null, salt = null'
            || ' where ctid = any($1)', batch.partition) using batch.rows;
        get diagnostics changed = row_count;
        erased := erased + changed;
        places := places || batch.places;
    end loop;
    -- Until the transaction ends: who calls has the chains say which entries these were.
    perform set_config('audit.erased', cast(places as text), true);
    return erased;
end
$$;

comment on function erase_entries is
    'Erases what the audit says of a customer, so many entries at a time; which, is in the setting audit.erased';

-- Few entries say what was erased, and whoever verifies looks for those behind the ones that are blank.
create index audit_logs_erasures on audit_logs (stream, seq, id) where action = 'audit.entries-erased';

revoke all on function erase_entries from public;
grant execute on function erase_entries to ${role};

insert into personal_data
    (table_name, column_name, holds, purpose, retention, erasure, replacement, exported) values
    ('audit_logs', 'actor', 'who did it', 'proof of who did what', '10 years', 'FUNCTION', null, true),
    ('audit_logs', 'action', 'what was done', 'proof of who did what', '10 years', 'FUNCTION', null, true),
    ('audit_logs', 'subject_type', 'kind of what it was done to', 'proof of who did what', '10 years', 'FUNCTION', null, true),
    ('audit_logs', 'subject_id', 'id of what it was done to. Events of payments, stock and shipments name the order and not the customer; they stay, and the order no longer says whose it was', 'proof of who did what', '10 years', 'FUNCTION', null, true),
    ('audit_logs', 'customer_id', 'whose data it is about', 'proof of who did what', '10 years', 'FUNCTION', null, true),
    ('audit_logs', 'address', 'network it came from, never the address', 'proof of who did what', '10 years', 'FUNCTION', null, true),
    ('audit_logs', 'result', 'how it ended', 'proof of who did what', '10 years', 'FUNCTION', null, true),
    ('audit_logs', 'trace_id', 'trace it belongs to', 'proof of who did what', '10 years', 'FUNCTION', null, true),
    ('audit_logs', 'event_id', 'event that told it', 'proof of who did what', '10 years', 'FUNCTION', null, true),
    ('audit_logs', 'topic', 'name of a topic', null, null, 'NONE', null, true),
    ('audit_logs', 'details', 'the event, with personal data masked before it was stored', 'proof of who did what', '10 years', 'FUNCTION', null, true),
    ('audit_logs', 'stream', 'name of a chain', null, null, 'NONE', null, true),
    ('audit_logs', 'salt', 'key of the commitment', 'proof that nothing was changed', '10 years', 'FUNCTION', null, false),
    ('audit_logs', 'commitment', 'keyed hash of the content; says nothing once the key is erased', 'proof that nothing was changed', '10 years', 'KEEP', null, false),
    ('audit_logs', 'link', 'hash of the commitments so far', null, null, 'NONE', null, false),
    ('chain_heads', 'stream', 'name of a chain', null, null, 'NONE', null, true),
    ('chain_heads', 'link', 'hash of the commitments so far', null, null, 'NONE', null, true),
    ('gdpr_audit_trail', 'actor', 'who did it; "customer" for the person', 'proof that the law was kept', '10 years', 'KEEP', null, true),
    ('gdpr_audit_trail', 'action', 'what was done', 'proof that the law was kept', '10 years', 'KEEP', null, true),
    ('gdpr_audit_trail', 'subject_type', 'kind of what it was done to', 'proof that the law was kept', '10 years', 'KEEP', null, true),
    ('gdpr_audit_trail', 'subject_id', 'id of what it was done to; the pseudonym for the person', 'proof that the law was kept', '10 years', 'KEEP', null, true),
    ('gdpr_audit_trail', 'result', 'how it ended', 'proof that the law was kept', '10 years', 'KEEP', null, true),
    ('gdpr_audit_trail', 'details', 'export, erasure, hold or consent, without the person', 'proof that the law was kept', '10 years', 'KEEP', null, true),
    ('gdpr_audit_trail', 'stream', 'name of a chain', null, null, 'NONE', null, true);

insert into personal_data_tables (table_name, position, owner, eraser) values
    ('audit_logs', 10,
        'customer_id = :customer or actor = :reference or (subject_type = ''customer'' and subject_id = cast(:customer as text))',
        'erase_entries'),
    ('gdpr_audit_trail', 20, 'pseudonym = pseudonym_of(:customer)', null);
