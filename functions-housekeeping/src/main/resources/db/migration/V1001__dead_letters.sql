-- What no consumer could handle, kept with what was decided of it.

create table dead_letters (
    id uuid primary key,
    fingerprint bytea not null unique,
    entity text not null,
    subscription text,
    source text not null generated always as
        (case when subscription is null then entity else entity || '/' || subscription end) stored,
    type text not null,
    subject text not null,
    traceparent text not null,
    reason text not null,
    description text not null,
    event_id text,
    happened_at timestamptz,
    order_id uuid,
    customer_id uuid,
    died_at timestamptz not null,
    body bytea not null,
    is_text boolean not null,
    state text not null check (state in ('OPEN', 'RESUBMITTED', 'DISCARDED')),
    decided_by text,
    decided_at timestamptz,
    decision_reason text,
    message_id uuid,
    edited_body text,
    check ((state = 'OPEN') = (decided_at is null)),
    check ((decided_by is null) = (decided_at is null)),
    check ((state = 'RESUBMITTED') = (message_id is not null))
);

-- One index for each way to list; ids ascend with time.
create index dead_letters_by_source on dead_letters (source, id);
create index dead_letters_by_type on dead_letters (type, id);
create index dead_letters_by_state on dead_letters (state, id);
create index dead_letters_by_order on dead_letters (order_id, id) where order_id is not null;
create index dead_letters_by_customer on dead_letters (customer_id, id) where customer_id is not null;
-- What can be sent again of a kind.
create index dead_letters_open on dead_letters (source, type, id) where state = 'OPEN' and is_text;

comment on table dead_letters is 'Messages that died in a subscription or queue, until somebody decides, and after';
comment on column dead_letters.fingerprint is 'Tells the same message when it is delivered again';
comment on column dead_letters.type is 'Type of the event; empty if it has none';
comment on column dead_letters.body is 'As it came, whatever it is; personal data';
comment on column dead_letters.is_text is 'Whether the body can be sent again as it is';
comment on column dead_letters.message_id is 'Service Bus message id under which it was sent again';
comment on column dead_letters.edited_body is 'What was sent in place of the body; personal data';
