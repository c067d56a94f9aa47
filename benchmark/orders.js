import { eventually } from './database.js';

const PIECES = 10_000_000;
/** QS-1003 to QS-1005 are scarce, sold out and discontinued in the demo catalogue. */
const NOT_FOR_THIS = ['QS-1003', 'QS-1004', 'QS-1005'];

/** Waits for the demo products to be known to the orders app, and stocks up for the run. */
export async function stock(database) {
  const skus = await eventually(60, 'The demo products do not reach the orders app', async () => {
    const known = await database.rows(
      `select p.sku from orders.product_prices p join products.stock_levels l on l.sku = p.sku
       where not p.discontinued and p.currency = 'EUR' and p.sku <> all($1) order by p.sku`,
      [NOT_FOR_THIS],
    );
    return known.length >= 100 ? known.map(({ sku }) => sku) : undefined;
  });
  await database.rows(
    `with stocked as (
       update products.stock_levels set on_hand = on_hand + $1::int where sku = any($2) returning sku
     )
     insert into products.stock_movements (sku, kind, quantity, on_hand_delta, reserved_delta, actor, reason)
     select sku, 'RECEIPT', $1::int, $1::int, 0, 'system:benchmark', 'benchmark' from stocked`,
    [PIECES, skus],
  );
  return skus;
}

/** Orders of one to three lines. */
export function bodies(skus) {
  return Array.from({ length: 600 }, (_, i) =>
    JSON.stringify({
      lines: Array.from({ length: (i % 3) + 1 }, (__, line) => ({ sku: skus[(i * 7 + line * 31) % skus.length], quantity: line + 1 })),
      currency: 'EUR',
      paymentMethod: 'tok_ok',
      shippingAddress: { name: 'Alice Larsen', line1: 'Kai 1', city: 'Berlin', postalCode: '10115', country: 'DE' },
    }),
  );
}
