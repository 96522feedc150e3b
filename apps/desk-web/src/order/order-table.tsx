import type { OrderLineView } from '../mizan/index.js';
import { tellMoney } from '../parts/amounts.js';
import { totalOf } from './order-total.js';

export function OrderTable({ lines }: { readonly lines: readonly OrderLineView[] }) {
  if (lines.length === 0) return null;
  const products = lines.map(({ product }) => product);
  const counted = lines.map(({ product, quantity }) => ({ sku: product.sku, quantity }));
  return (
    <table className="order-table">
      <caption>Order</caption>
      <tbody>
        {lines.map(({ id, product, quantity }) => (
          <tr key={id}>
            <td>{quantity} ×</td>
            <th scope="row">{product.name}</th>
            <td>{tellMoney(product.price * quantity)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td />
          <th scope="row">Total</th>
          <td data-total>{tellMoney(totalOf(counted, products))}</td>
        </tr>
      </tfoot>
    </table>
  );
}
