-- Roles, schemas and extensions, once per database. Run by an administrator; safe to run again.
-- quayside_migrator owns every schema; <schema>_app reads and writes the rows of its own schema and nothing else.

create extension if not exists pg_trgm with schema public;
create extension if not exists unaccent with schema public;
create extension if not exists btree_gin with schema public;

do $$
declare
    app_schema text;
    app_role text;
    secret text := nullif(current_setting('quayside.password', true), '');
begin
    if not exists (select from pg_roles where rolname = 'quayside_migrator') then
        create role quayside_migrator login;
        if secret is not null then
            execute format('alter role quayside_migrator password %L', secret);
        end if;
    end if;
    execute format('grant connect, create, temporary on database %I to quayside_migrator', current_database());
    execute format('revoke all on database %I from public', current_database());

    foreach app_schema in array array[
        'orders', 'products', 'customers', 'notifications', 'payments', 'audit', 'housekeeping']
    loop
        app_role := app_schema || '_app';
        if not exists (select from pg_roles where rolname = app_role) then
            execute format('create role %I login', app_role);
            if secret is not null then
                execute format('alter role %I password %L', app_role, secret);
            end if;
        end if;
        execute format('grant connect on database %I to %I', current_database(), app_role);
        -- On the role and not on the connection: PgBouncer in transaction mode keeps no session state.
        execute format('alter role %I set search_path = %I, public', app_role, app_schema);
        execute format('alter role %I set statement_timeout = ''10s''', app_role);
        execute format('alter role %I set lock_timeout = ''3s''', app_role);
        execute format('alter role %I set idle_in_transaction_session_timeout = ''60s''', app_role);

        execute format('create schema if not exists %I', app_schema);
        execute format('alter schema %I owner to quayside_migrator', app_schema);
        execute format('grant usage on schema %I to %I', app_schema, app_role);
        execute format(
            'alter default privileges for role quayside_migrator in schema %I'
            || ' grant select, insert, update, delete on tables to %I', app_schema, app_role);
        execute format(
            'alter default privileges for role quayside_migrator in schema %I'
            || ' grant usage, select on sequences to %I', app_schema, app_role);
    end loop;

    -- VACUUM runs in no function and in no transaction, and the roles above own nothing. This one may maintain tables,
    -- reads none, and has the time that it takes: less than the five minutes of a function.
    if not exists (select from pg_roles where rolname = 'housekeeping_maintenance') then
        create role housekeeping_maintenance login;
        if secret is not null then
            execute format('alter role housekeeping_maintenance password %L', secret);
        end if;
    end if;
    execute format('grant connect on database %I to housekeeping_maintenance', current_database());
    alter role housekeeping_maintenance set search_path = pg_catalog;
    alter role housekeeping_maintenance set statement_timeout = '230s';
    alter role housekeeping_maintenance set lock_timeout = '3s';
    foreach app_schema in array array[
        'orders', 'products', 'customers', 'notifications', 'payments', 'audit', 'housekeeping']
    loop
        execute format('grant usage on schema %I to housekeeping_maintenance', app_schema);
        execute format('grant maintain on all tables in schema %I to housekeeping_maintenance', app_schema);
        execute format(
            'alter default privileges for role quayside_migrator in schema %I'
            || ' grant maintain on tables to housekeeping_maintenance', app_schema);
    end loop;
end
$$;
