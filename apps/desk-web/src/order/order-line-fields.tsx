import { FieldText } from '../form/field-text.js';
import type { useOrderLineFormset } from '../mizan/index.js';
import { tellMoney } from '../parts/amounts.js';

export type OrderRow = ReturnType<typeof useOrderLineFormset>['rows'][number];

interface OrderLineFieldsProps {
  readonly row: OrderRow;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  /** In cents. */
  readonly price: number;
  /** Left out where there must be as many lines. */
  readonly remove: (() => void) | undefined;
}

/** One line: its fields, what it costs, and buttons to move and remove it. */
export function OrderLineFields({ row, choices, price, remove }: OrderLineFieldsProps) {
  const name = `line ${row.index + 1}`;
  return (
    <div className="line" role="group" aria-label={`Order ${name}`}>
      <div className="field">
        <label {...row.labelFor('sku')} />
        <select {...row.field('sku')}>
          <option value="">Choose a product</option>
          {choices.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
        <FieldText help={row.helpFor('sku')} error={row.errorFor('sku')} />
      </div>
      <div className="field">
        <label {...row.labelFor('quantity')} />
        <input {...row.field('quantity')} />
        <FieldText help={row.helpFor('quantity')} error={row.errorFor('quantity')} />
      </div>
      <span className="line-price">{tellMoney(price)}</span>
      <span className="line-buttons">
        <button type="button" className="quiet" onClick={row.moveUp} aria-label={`Move ${name} up`}>
          ↑
        </button>
        <button type="button" className="quiet" onClick={row.moveDown} aria-label={`Move ${name} down`}>
          ↓
        </button>
        <button
          type="button"
          className="quiet"
          onClick={remove}
          disabled={!remove}
          aria-label={`Remove ${name}`}
        >
          ×
        </button>
      </span>
    </div>
  );
}
