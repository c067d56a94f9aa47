package dev.quayside.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Among 100,000 erasures and holds every list, and what the timer and the register look for, is read from an index. */
class ErasurePlansIT {

    private static HousekeepingWorld world;

    @BeforeAll
    static void open() {
        world = new HousekeepingWorld();
        world.database.admin().useHandle(handle -> {
            handle.execute("""
                    insert into erasures (id, customer_id, pseudonym, requested_by, requested_at, state, next_at,
                        completed_at, certificate, sha256)
                    select lpad(to_hex(n), 32, '0')::uuid, md5(n::text)::uuid, md5(n::text)::uuid, 'test', now(),
                        case when n % 100 = 0 then 'RUNNING' else 'COMPLETED' end,
                        case when n % 100 = 0 then now() + interval '1 hour' end,
                        case when n % 100 <> 0 then now() end,
                        case when n % 100 <> 0 then '{}' end, case when n % 100 <> 0 then '' end
                    from generate_series(1, 100000) n
                    """);
            handle.execute("""
                    insert into legal_holds select md5(n::text)::uuid, 'OTHER', 'test', 'test', now() - n * interval '1 minute'
                    from generate_series(1, 100000) n
                    """);
            handle.execute("""
                    insert into dead_letters (id, fingerprint, entity, type, subject, traceparent, reason, description,
                        customer_id, died_at, body, is_text, state)
                    select gen_random_uuid(), int8send(n), 'q', '', '', '', '', '', gen_random_uuid(), now(), '', true,
                        'OPEN'
                    from generate_series(1, 100000) n
                    """);
            handle.execute("analyze erasures, legal_holds, dead_letters");
        });
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "erasures where id < '00000000-0000-0000-0000-000000010000' order by id desc limit 51 | erasures_pkey",
                "erasures where state = 'RUNNING' and id < '00000000-0000-0000-0000-000000010000' order by id desc"
                        + " limit 51 | erasures_by_state",
                "erasures where pseudonym = '0190b5c2-7c3a-7d1e-9f00-4b2f6c1d2e3f' order by id desc limit 51"
                        + " | erasures_by_pseudonym",
                "erasures where next_at <= now() order by next_at limit 100 for update skip locked | erasures_due",
                "erasures where customer_id = '0190b5c2-7c3a-7d1e-9f00-4b2f6c1d2e3f' | erasures_by_customer",
                "dead_letters where customer_id = '0190b5c2-7c3a-7d1e-9f00-4b2f6c1d2e3f' limit 1000 for update"
                        + " | dead_letters_by_customer",
                "legal_holds where (placed_at, customer_id) < (now() - interval '10 days',"
                        + " '0190b5c2-7c3a-7d1e-9f00-4b2f6c1d2e3f') order by placed_at desc, customer_id desc limit 51"
                        + " | legal_holds_by_time"
            })
    void what_is_looked_for_is_read_from_an_index(String query, String index) {
        String plan = world.database
                .admin()
                .withHandle(handle -> String.join(
                        "\n",
                        handle.createQuery("explain (costs off) select * from " + query)
                                .mapTo(String.class)
                                .list()));

        // A sort of the few that one customer has is none of a table.
        assertThat(plan).contains(index).doesNotContain("Seq Scan");
    }
}
