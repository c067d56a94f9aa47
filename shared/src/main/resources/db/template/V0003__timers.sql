-- When each timer of the app last ran and what came of it, so that somebody can see that one does not.

create table timer_runs (
    timer text primary key,
    started_at timestamptz not null,
    finished_at timestamptz,
    outcome text check (outcome in ('DONE', 'FAILED')),
    rows bigint,
    last_done_at timestamptz,
    check ((finished_at is null) = (outcome is null))
)
with (fillfactor = 50);

comment on table timer_runs is 'The last run of each timer';
comment on column timer_runs.finished_at is 'Null while the run is at work, and after it died';
comment on column timer_runs.rows is 'How many things it did something to; null unless it is done';
comment on column timer_runs.last_done_at is 'When a run last ended well, this one or one before';

insert into personal_data (table_name, column_name, holds, erasure) values
    ('timer_runs', 'timer', 'name of a function', 'NONE'),
    ('timer_runs', 'outcome', 'how a run ended', 'NONE');

create function last_timer_runs()
returns table (
    timer text,
    started_at timestamptz,
    finished_at timestamptz,
    outcome text,
    rows bigint,
    last_done_at timestamptz
)
language sql stable security definer
set search_path = ${schema}, pg_temp
as $$
    select t.timer, t.started_at, t.finished_at, t.outcome, t.rows, t.last_done_at from timer_runs t
$$;

comment on function last_timer_runs is 'The last run of each timer, for housekeeping to show';

revoke all on function last_timer_runs from public;
grant usage on schema ${schema} to housekeeping_app;
grant execute on function last_timer_runs to housekeeping_app;
