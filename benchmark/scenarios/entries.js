/** The customer who has one in a hundred entries. */
export const GREATEST = 'b16c0000-0000-4000-8000-000000000001';

export const CUSTOMERS = 250_000;
export const EMPLOYEES = 1_000;
/** Entries of an order, one after the other. */
export const STEPS = 10;

const ORDER = `lpad(to_hex(n / ${STEPS}), 32, '0')::uuid`;

/** The same customer for each step of an order; a few have many orders, most have few. */
const CUSTOMER = `case when n / ${STEPS} % 100 = 0 then '${GREATEST}'
  else md5('customer ' || (power((hashint4(n / ${STEPS})::bigint & 2147483647) / 2147483648.0, 2) * ${CUSTOMERS})::int) end::uuid`;

/** What happens to an order, who does it, where it is told, and whether that names the customer. */
const LIFE = [
  ['order.placed', `'client:' || customer`, 'order-events', true],
  ['stock.reserved', `'app:catalog'`, 'catalog-events', false],
  ['order.payment-due', `'app:orders'`, 'order-events', true],
  ['payment.captured', `'app:payments'`, 'payment-events', false],
  ['order.paid', `'app:orders'`, 'order-events', true],
  ['order.confirmed', `'app:orders'`, 'order-events', true],
  ['notification.delivered', `'app:notifications'`, 'notification-events', true],
  ['order.shipped', 'employee', 'order-events', true],
  ['order.delivered', `'app:orders'`, 'order-events', true],
  ['order.viewed', 'employee', 'audit-events', true],
];

/** One step in a thousand is something rare instead. */
const RARE = 'customer.consent-changed';

/**
 * A year of entries up to now, in the partitions of their months. The indexes are made when the rows are there, by their
 * own definitions, since that is several times as fast; their columns and the plans are the same.
 */
export async function generateEntries(database, entries) {
  await database.rows('set synchronous_commit = off');
  await database.rows(`set maintenance_work_mem = '1GB'`);
  await database.rows(`select audit.create_partitions((now() at time zone 'UTC' - interval '12 months')::date, 12)`);
  const indexes = await database.rows(
    `select indexname, indexdef from pg_indexes where schemaname = 'audit' and tablename = 'audit_logs' and indexdef not like '%UNIQUE%'`,
  );
  for (const { indexname } of indexes) await database.rows(`drop index audit.${indexname}`);
  await insert(database, entries);
  for (const { indexdef } of indexes) await database.rows(indexdef.replace(' ON ONLY ', ' ON '));
  await database.rows(
    `update audit.chain_heads set seq = coalesce((select max(seq) from audit.audit_logs l where l.stream = chain_heads.stream), 0)`,
  );
  await database.rows('vacuum analyze');
  await database.rows('checkpoint');
}

function insert(database, entries) {
  const step = (column) => `(${LIFE.map((life) => life[column])})`;
  const byStep = (column) => `case n % ${STEPS} ${LIFE.map((life, i) => `when ${i} then ${life[column]}`).join(' ')} end`;
  const text = (column) => `(array[${LIFE.map((life) => `'${life[column]}'`)}])[1 + n % ${STEPS}]`;
  return database.rows(
    `insert into audit.audit_logs (id, occurred_at, received_at, actor, action, subject_type, subject_id, customer_id,
         address, result, trace_id, event_id, topic, details, stream, seq, salt, commitment, link)
     select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7000' || '8' || lpad(to_hex(n), 15, '0'))::uuid,
            at, at + interval '20 milliseconds',
            case when rare then 'client:' || customer else ${byStep(1)} end,
            case when rare then '${RARE}' else ${text(0)} end,
            case when rare then 'customer' else 'order' end, case when rare then customer else ${ORDER} end::text,
            case when ${byStep(3)} then customer end, '203.0.113.0/24', 'OK', md5((n / 5)::text), gen_random_uuid()::text,
            ${text(2)},
            jsonb_build_object('type', 'quayside.' || ${text(0)} || '.v1', 'data', jsonb_build_object('orderId', ${ORDER},
                'customerId', customer, 'total', jsonb_build_object('amount', 1999, 'currency', 'EUR'))),
            ${text(2)}, n, '\\x00112233445566778899aabbccddeeff', sha256(int8send(n)), sha256(int8send(-n))
     from (select n::int as n, now() - interval '365 days' * (1 - n::float / $1::int) as at, ${CUSTOMER} as customer,
                  'employee:' || (power(random(), 2) * ${EMPLOYEES})::int as employee, n % 1000 = 509 as rare
           from generate_series(1, $1::int) n) numbered`,
    [entries],
  );
}
