-- Customers who are to be forgotten: how far each app is, what keeps it from going on, and in the end the proof.

create table erasures (
    id uuid primary key,
    customer_id uuid not null,
    pseudonym uuid not null,
    requested_by text not null,
    requested_at timestamptz not null,
    state text not null check (state in ('RUNNING', 'WAITING', 'BLOCKED', 'CERTIFYING', 'COMPLETED')),
    reason text,
    alerted_at timestamptz,
    next_at timestamptz,
    completed_at timestamptz,
    certificate text,
    sha256 text,
    check ((reason is not null) = (state in ('WAITING', 'BLOCKED'))),
    check ((next_at is null) = (state = 'COMPLETED')),
    check ((completed_at is not null) = (state = 'COMPLETED')),
    check ((certificate is not null) = (state = 'COMPLETED')),
    check ((sha256 is not null) = (state = 'COMPLETED')),
    check (state <> 'COMPLETED' or customer_id = pseudonym)
);

-- One index for each way to list; ids ascend with time.
create index erasures_by_state on erasures (state, id);
create index erasures_by_pseudonym on erasures (pseudonym, id);
-- What the timer looks for.
create index erasures_due on erasures (next_at) where next_at is not null;
-- What the register looks for.
create index erasures_by_customer on erasures (customer_id);

comment on table erasures is 'Customers to be forgotten, and forgotten; kept as proof';
comment on column erasures.customer_id is 'The customer; the pseudonym once the erasure is completed';
comment on column erasures.requested_by is 'client:<id>, employee:<id> or job:<name>; a client by pseudonym once it is completed';
comment on column erasures.reason is 'What it waits for, or the ground of the legal hold';
comment on column erasures.alerted_at is 'When the alert was last raised that it may take too long';
comment on column erasures.next_at is 'When the timer has to look at it';
comment on column erasures.certificate is 'JSON, byte for byte as in the container gdpr-certificates';
comment on column erasures.sha256 is 'Of the certificate, in hex';

create table erasure_parts (
    erasure_id uuid not null references erasures,
    app text not null,
    attempts integer not null default 0,
    unanswered integer not null default 0,
    asked_at timestamptz,
    valid_for interval not null default '5 minutes',
    valid_until timestamptz,
    answered_at timestamptz,
    outcome text check (outcome in ('WAITING', 'DONE')),
    reason text,
    tables jsonb not null default '[]',
    primary key (erasure_id, app),
    check ((attempts = 0) = (asked_at is null)),
    check ((attempts = 0) = (valid_until is null)),
    check ((outcome is null) = (answered_at is null)),
    check (unanswered between 0 and attempts)
);

comment on table erasure_parts is 'What each app has answered when it was asked to forget a customer';
comment on column erasure_parts.attempts is 'How often it was asked';
comment on column erasure_parts.unanswered is 'How often it was asked since its last answer';
comment on column erasure_parts.valid_for is 'How long the next question is good: longer once one was heard too late';
comment on column erasure_parts.valid_until is 'Until when it may begin what it was asked';
comment on column erasure_parts.tables is 'How many rows it deleted or changed: [{"table", "rows"}]';

create table legal_holds (
    customer_id uuid primary key,
    ground text not null
        check (ground in ('LITIGATION', 'REGULATORY_INQUIRY', 'TAX_AUDIT', 'FRAUD_INVESTIGATION', 'OTHER')),
    reason text not null,
    placed_by text not null,
    placed_at timestamptz not null
);

create index legal_holds_by_time on legal_holds (placed_at, customer_id);

comment on table legal_holds is 'Customers whose data must not be erased for now; lifted holds are deleted, the audit knows them';
comment on column legal_holds.ground is 'Told to other apps';
comment on column legal_holds.reason is 'In the words of who decided; may name the person, so it is told nobody';
