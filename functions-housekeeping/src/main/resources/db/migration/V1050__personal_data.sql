-- What personal data housekeeping holds. Of a dead letter, what names the person goes; that it died, stays. Nobody may
-- send it again.
create function erase_dead_letters(customer uuid, pseudonym uuid, most integer) returns integer
language sql
volatile
set search_path = ${schema}, pg_temp
as $$
    with erased as (
        update dead_letters
        set body = '', is_text = false, edited_body = null, subject = '', customer_id = pseudonym,
            decided_by = coalesce(decided_by, 'job:erasure'),
            decided_at = coalesce(decided_at, now()),
            decision_reason = case when state = 'OPEN' then 'The customer was forgotten' else decision_reason end,
            state = case when state = 'OPEN' then 'DISCARDED' else state end
        where id = any(array(select id from dead_letters where customer_id = customer limit most for update))
        returning 1)
    select count(*)::integer from erased
$$;

comment on function erase_dead_letters is 'Eraser of dead_letters: keeps that a message died, and nothing that it said';

insert into personal_data_tables (table_name, position, owner, exported, eraser) values
    ('dead_letters', 10, 'customer_id = :customer', true, 'erase_dead_letters'),
    ('erasures', 20, 'customer_id = :customer', true, null),
    ('legal_holds', 30, 'customer_id = :customer', false, null);

insert into personal_data (table_name, column_name, holds, purpose, retention, erasure, exported) values
    ('dead_letters', 'fingerprint', 'hash of a message', 'keeping a message once', 'kept: says nothing without the message', 'KEEP', false),
    ('dead_letters', 'entity', 'name of a topic or queue', null, null, 'NONE', true),
    ('dead_letters', 'subscription', 'name of a subscription', null, null, 'NONE', true),
    ('dead_letters', 'source', 'both of them', null, null, 'NONE', true),
    ('dead_letters', 'type', 'type of an event', null, null, 'NONE', true),
    ('dead_letters', 'subject', 'id of what an event is about', 'mending what went wrong', 'until the customer is forgotten, at most 90 days after it was decided; 90 days if no customer is named', 'FUNCTION', true),
    ('dead_letters', 'traceparent', 'trace id', null, null, 'NONE', true),
    ('dead_letters', 'reason', 'Service Bus''s word for why it gave up', null, null, 'NONE', true),
    ('dead_letters', 'description', 'the same in more words', null, null, 'NONE', true),
    ('dead_letters', 'event_id', 'id of an event', null, null, 'NONE', true),
    ('dead_letters', 'customer_id', 'whom the message is about', 'finding what went wrong for a customer', 'until the customer is forgotten, at most 90 days after it was decided; 90 days if no customer is named', 'FUNCTION', true),
    ('dead_letters', 'body', 'a message that no app could handle', 'mending what went wrong', 'until the customer is forgotten, at most 90 days after it was decided; 90 days if no customer is named', 'FUNCTION', true),
    ('dead_letters', 'state', 'what was decided', null, null, 'NONE', true),
    ('dead_letters', 'decided_by', 'the employee who decided', null, null, 'NONE', false),
    ('dead_letters', 'decision_reason', 'why, in the employee''s words', null, null, 'NONE', true),
    ('dead_letters', 'edited_body', 'what was sent in its place', 'mending what went wrong', 'until the customer is forgotten, at most 90 days after it was decided; 90 days if no customer is named', 'FUNCTION', true),
    ('erasures', 'customer_id', 'who is to be forgotten', 'asking every app', 'until every app has answered, then the pseudonym', 'KEEP', true),
    ('erasures', 'requested_by', 'who asked for it', 'proof that it was asked for', 'until every app has answered, then the pseudonym', 'KEEP', true),
    ('erasures', 'state', 'how far it is', null, null, 'NONE', true),
    ('erasures', 'reason', 'what it waits for, without names', null, null, 'NONE', false),
    ('erasures', 'certificate', 'proof, by pseudonym', null, null, 'NONE', true),
    ('erasures', 'sha256', 'hash of the proof', null, null, 'NONE', true),
    ('erasure_parts', 'app', 'name of an app', null, null, 'NONE', true),
    ('erasure_parts', 'outcome', 'how far the app is', null, null, 'NONE', true),
    ('erasure_parts', 'reason', 'what the app waits for, without names', null, null, 'NONE', true),
    ('erasure_parts', 'tables', 'names of tables and numbers of rows', null, null, 'NONE', true),
    ('legal_holds', 'customer_id', 'whose data must be kept', 'keeping evidence', 'until the hold is lifted', 'KEEP', false),
    ('legal_holds', 'ground', 'why, from a list', null, null, 'NONE', false),
    ('legal_holds', 'reason', 'why, in the employee''s words; may name the person', 'keeping evidence', 'until the hold is lifted', 'KEEP', false),
    ('legal_holds', 'placed_by', 'the employee who decided', null, null, 'NONE', false);
