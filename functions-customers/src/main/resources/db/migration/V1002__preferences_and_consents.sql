-- What customers like, and what they agreed to.

create table customer_preferences (
    customer_id uuid primary key references customers (id),
    newsletter text not null,
    preferred_channel text not null,
    version integer not null,
    updated_at timestamptz not null
);

comment on table customer_preferences is 'What a customer likes; no row is the defaults, at version 0';

create table consent_purposes (
    purpose text primary key check (purpose ~ '^[a-z][a-z-]{1,63}$'),
    description text not null
);

comment on table consent_purposes is 'What customers can agree to; a new purpose is a new row';

insert into consent_purposes (purpose, description) values
    ('marketing-email', 'News and offers by e-mail'),
    ('marketing-phone', 'Offers by phone'),
    ('marketing-post', 'Catalogues and offers by post'),
    ('marketing-sms', 'Offers by text message'),
    ('partner-sharing', 'Sharing contact data with partners for their offers'),
    ('personalisation', 'Recommendations from the order history'),
    ('satisfaction-survey', 'Questions about how satisfied the customer is');

create table consents (
    customer_id uuid not null references customers (id),
    seq integer not null check (seq > 0),
    purpose text not null references consent_purposes (purpose),
    granted boolean not null,
    text_version text not null,
    how text not null,
    recorded_by text not null,
    at timestamptz not null,
    primary key (customer_id, seq)
);

comment on table consents is 'What each customer agreed to and took back, append-only: the proof. The newest of a purpose counts';
comment on column consents.seq is 'Counts the entries of a customer; the newest is the ETag';
comment on column consents.text_version is 'Of the text that was shown or read out';
comment on column consents.how is 'Where it was said: PORTAL, PHONE ...';

revoke update, delete, truncate on consents from ${role};
revoke insert, update, delete, truncate on consent_purposes from ${role};
