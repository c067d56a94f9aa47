package dev.quayside.housekeeping.jobs;

import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** What the timers of all apps did last, by the function that each schema offers us. */
final class TimerRunStore {

    private TimerRunStore() {}

    /** By schema and name, of the schemas that are there: an app that is not deployed has none. */
    static List<TimerRun> all(Handle handle) {
        String runs = schemas(handle).stream()
                .map("select '%1$s' as schema, r.* from %1$s.last_timer_runs() r"::formatted)
                .collect(Collectors.joining(" union all "));
        return handle.createQuery("select * from (" + runs + ") runs order by schema, timer")
                .map(ConstructorMapper.of(TimerRun.class))
                .list();
    }

    /** At least our own. */
    private static List<String> schemas(Handle handle) {
        return handle.createQuery("""
                        select n.nspname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
                        where p.proname = 'last_timer_runs' and has_function_privilege(p.oid, 'execute')
                        """).mapTo(String.class).list();
    }
}
