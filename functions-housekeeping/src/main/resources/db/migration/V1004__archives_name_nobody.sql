-- An archive outlives the erasure of who it is about, so it must not name them. Entries of the audit name nobody as they
-- are handed over: what of them is personal, only the audit can tell.

alter table retention_rules add column omits text[] not null default '{}';

comment on column retention_rules.omits is 'Properties of the content that are not archived';

update retention_rules set omits = '{customer_id,title,body,requested_by,deliveries}' where name = 'read-notifications';

insert into personal_data (table_name, column_name, holds, purpose, retention, erasure) values
    ('retention_rules', 'omits', 'names of properties', null, null, 'NONE');
