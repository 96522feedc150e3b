const filters = ['open', 'closed', 'all'] as const;

export type Filter = (typeof filters)[number];

interface StatusFilterProps {
  readonly value: Filter;
  readonly onChange: (filter: Filter) => void;
}

export function StatusFilter({ value, onChange }: StatusFilterProps) {
  return (
    <fieldset className="filter">
      <legend className="unseen">Show tickets that are</legend>
      {filters.map((filter) => (
        <label key={filter}>
          <input
            type="radio"
            name="status"
            className="unseen"
            checked={filter === value}
            onChange={() => onChange(filter)}
          />
          <span>{filter}</span>
        </label>
      ))}
    </fieldset>
  );
}
