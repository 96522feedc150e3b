import { useRef } from 'react';
import { SubmitButton } from '../form/submit-button.js';
import { type OrderLineView, useOrderLineFormset, useProductsContext } from '../mizan/index.js';
import { tellMoney } from '../parts/amounts.js';
import { Problem } from '../parts/problem.js';
import { OrderLineFields, type OrderRow } from './order-line-fields.js';
import { priceOf, totalOf } from './order-total.js';

interface OrderFormProps {
  readonly ticketId: number;
  readonly lines: readonly OrderLineView[];
  readonly onDone: () => void;
}

/** Several of a form, sent together: rows can be added, removed and moved. */
export function OrderForm({ ticketId, lines, onDone }: OrderFormProps) {
  const products = useProductsContext().data?.products ?? lines.map(({ product }) => product);
  const empty = { ticket_id: ticketId, quantity: 1 };
  const held = lines.map(({ product, quantity }) => ({ ...empty, sku: product.sku, quantity }));
  const order = useOrderLineFormset({ initial: held.length > 0 ? held : [empty], onSuccess: onDone });
  const { choices = [] } = order.schema.fields.find(({ name }) => name === 'sku') ?? {};
  const filledIn = order.rows.map(({ data }) => data);
  const addButton = useRef<HTMLButtonElement>(null);
  // The button that was pressed goes with its line, and would take the focus along.
  const remove = (row: OrderRow) => {
    row.remove();
    addButton.current?.focus();
  };
  return (
    <form {...order.form} className="order form" aria-label="Order">
      {order.error && <Problem error={order.error} />}
      <div role="alert">{order.errors.map(({ message }) => message).join(' ')}</div>
      <div className="lines">
        {order.rows.map((row) => (
          <OrderLineFields
            key={row.key}
            row={row}
            choices={choices}
            price={priceOf(row.data, products)}
            remove={order.canRemove ? () => remove(row) : undefined}
          />
        ))}
      </div>
      <p className="order-foot">
        <button type="button" ref={addButton} onClick={() => order.add(empty)} disabled={!order.canAdd}>
          Add a line
        </button>
        <span>
          Total <strong data-total>{tellMoney(totalOf(filledIn, products))}</strong>
        </span>
      </p>
      <div className="controls">
        <button type="button" className="quiet" onClick={onDone}>
          Cancel
        </button>
        <SubmitButton isSubmitting={order.isSubmitting}>{order.schema.submitLabel}</SubmitButton>
      </div>
    </form>
  );
}
