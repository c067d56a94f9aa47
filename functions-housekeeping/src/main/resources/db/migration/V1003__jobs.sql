-- What is done by the clock or because an admin asked, and by which rules data goes.

create table job_runs (
    id uuid primary key,
    job text not null,
    trigger text not null check (trigger in ('TIMER', 'MANUAL')),
    dry_run boolean not null,
    asked_by text not null,
    asked_at timestamptz not null,
    due_at timestamptz,
    started_at timestamptz,
    finished_at timestamptz,
    worker uuid,
    lease_until timestamptz,
    attempt integer not null default 0,
    deaths integer not null default 0,
    rows bigint not null default 0,
    outcome text check (outcome in ('DONE', 'DIFFERENCES', 'FAILED')),
    detail jsonb not null default '[]',
    check ((trigger = 'TIMER') = (due_at is not null)),
    check ((outcome is null) = (finished_at is null)),
    check (finished_at is null or started_at is not null),
    check ((worker is null) = (lease_until is null))
)
-- Updated with every batch.
with (fillfactor = 50);

comment on table job_runs is 'Every run of a job: who asked for it, how far it is, what it did';
comment on column job_runs.due_at is 'The moment of the schedule that the run is for: two instances make one run of it';
comment on column job_runs.worker is 'Who works on it; null while nobody does';
comment on column job_runs.lease_until is 'When the worker, if nothing is heard of it, counts as dead';
comment on column job_runs.attempt is 'How often somebody began to work on it';
comment on column job_runs.deaths is 'How often a worker died over it';
comment on column job_runs.detail is 'What was done, step by step, and from where to go on';

create index job_runs_of_job on job_runs (job, id);
create index job_runs_by_age on job_runs (finished_at) where finished_at is not null;
create unique index job_runs_due on job_runs (job, due_at) where trigger = 'TIMER';
-- Asked for twice before it began: one run.
create unique index job_runs_asked on job_runs (job, dry_run) where trigger = 'MANUAL' and started_at is null;
create unique index job_runs_at_work on job_runs (job) where started_at is not null and finished_at is null;
create index job_runs_unfinished on job_runs (job, id) where finished_at is null;

create function ${schema}.count_job_runs(before timestamptz) returns bigint
language sql stable security definer
set search_path = ${schema}, pg_temp
as $$ select count(*) from job_runs where finished_at < before $$;

comment on function ${schema}.count_job_runs is 'How many runs ended earlier than that';

create function ${schema}.purge_job_runs(before timestamptz, most integer) returns integer
language plpgsql security definer
set search_path = ${schema}, pg_temp
as $$
declare
    purged integer;
begin
    delete from job_runs where id in (
        select id from job_runs where finished_at < before order by finished_at limit most for update skip locked);
    get diagnostics purged = row_count;
    return purged;
end
$$;

comment on function ${schema}.purge_job_runs is 'Forgets runs that ended earlier than that, the oldest first';

revoke all on function ${schema}.count_job_runs, ${schema}.purge_job_runs from public;
grant execute on function ${schema}.count_job_runs, ${schema}.purge_job_runs to ${role};

create table retention_rules (
    name text primary key,
    job text not null,
    position integer not null,
    what text not null,
    keep interval not null check (keep > interval '0'),
    batch integer not null check (batch between 1 and 50000),
    action text not null check (action in ('DELETE', 'ARCHIVE', 'ERASE')),
    -- Functions that the schema which owns the data publishes.
    counts text not null check (counts ~ '^[a-z_]+\.[a-z_]+$'),
    takes text not null check (takes ~ '^[a-z_]+\.[a-z_]+$'),
    removes text check (removes ~ '^[a-z_]+\.[a-z_]+$'),
    check ((action = 'ARCHIVE') = (removes is not null))
);

comment on table retention_rules is 'What goes when; changed by a migration, so that every change is reviewed';
comment on column retention_rules.keep is 'What is older goes; counted in UTC and by the calendar';
comment on column retention_rules.counts is '(before timestamptz) returns bigint: how much would go';
comment on column retention_rules.takes is
    'DELETE: (before timestamptz, most integer) returns integer, how many went. ARCHIVE: the same arguments, returns '
    'table (id uuid, content jsonb). ERASE: the same, returns table (customer_id uuid)';
comment on column retention_rules.removes is '(ids uuid[]) returns integer: removes what is archived';

insert into retention_rules (name, job, position, what, keep, batch, action, counts, takes, removes) values
    ('read-notifications', 'notification-cleanup', 10, 'Notifications that were read', '30 days', 5000, 'ARCHIVE',
        'notifications.count_read_notifications', 'notifications.read_notifications',
        'notifications.remove_notifications'),
    ('notifications', 'data-retention', 10, 'Notifications, read or not', '90 days', 5000, 'DELETE',
        'notifications.count_notifications', 'notifications.purge_notifications', null),
    ('inactive-customers', 'data-retention', 20, 'Customers who did nothing', '7 years', 500, 'ERASE',
        'customers.count_inactive_customers', 'customers.inactive_customers', null),
    ('audit-entries', 'data-retention', 30, 'Entries of the audit', '10 years', 2000, 'ARCHIVE',
        'audit.count_expired_entries', 'audit.expired_entries', 'audit.remove_entries'),
    ('audit-trail', 'data-retention', 40, 'What is kept of exports, erasures and consents', '10 years', 2000, 'DELETE',
        'audit.count_expired_trail', 'audit.purge_trail', null),
    ('job-runs', 'data-retention', 90, 'Runs of jobs', '2 years', 1000, 'DELETE',
        'housekeeping.count_job_runs', 'housekeeping.purge_job_runs', null);

revoke insert, update, delete, truncate on retention_rules from ${role};

-- By pseudonym: the guard outlives the customer and must not know them.
create table retention_erasures (
    pseudonym uuid primary key,
    erasure_id uuid not null,
    asked_at timestamptz not null
);

comment on table retention_erasures is 'Customers whose erasure retention has proposed, and when last';

create table archives (
    blob text primary key,
    rule text not null,
    run_id uuid not null,
    rows integer not null,
    bytes bigint not null,
    sha256 text not null,
    first_id uuid not null,
    last_id uuid not null,
    archived_at timestamptz not null
);

create index archives_of_rule on archives (rule, archived_at);

comment on table archives is 'Files in the container archives, each with a manifest next to it';

insert into personal_data (table_name, column_name, holds, purpose, retention, erasure) values
    ('job_runs', 'job', 'name of a job', null, null, 'NONE'),
    ('job_runs', 'trigger', 'TIMER or MANUAL', null, null, 'NONE'),
    ('job_runs', 'asked_by', 'reference of an employee', null, null, 'NONE'),
    ('job_runs', 'outcome', 'how a run ended', null, null, 'NONE'),
    ('job_runs', 'detail', 'counts, ids of orders, article numbers', null, null, 'NONE'),
    ('retention_rules', 'name', 'name of a rule', null, null, 'NONE'),
    ('retention_rules', 'job', 'name of a job', null, null, 'NONE'),
    ('retention_rules', 'what', 'what a rule is about', null, null, 'NONE'),
    ('retention_rules', 'action', 'what a rule does', null, null, 'NONE'),
    ('retention_rules', 'counts', 'name of a function', null, null, 'NONE'),
    ('retention_rules', 'takes', 'name of a function', null, null, 'NONE'),
    ('retention_rules', 'removes', 'name of a function', null, null, 'NONE'),
    ('archives', 'blob', 'name of a blob', null, null, 'NONE'),
    ('archives', 'rule', 'name of a rule', null, null, 'NONE'),
    ('archives', 'sha256', 'checksum of a blob', null, null, 'NONE');
