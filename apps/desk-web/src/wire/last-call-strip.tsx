import { useLastCall } from './last-call.js';

/** Shows what Mizan did after the last call: which views were refreshed. All others were left alone. */
export function LastCallStrip() {
  const call = useLastCall();
  if (!call || call.updated.length + call.refreshed.length === 0) return null;
  return (
    <footer className="last-call">
      <code>{call.fn}</code>
      {call.updated.length > 0 && <Views verb="updated" names={call.updated} />}
      {call.refreshed.length > 0 && <Views verb="refreshed" names={call.refreshed} />}
    </footer>
  );
}

function Views({ verb, names }: { readonly verb: string; readonly names: readonly string[] }) {
  return (
    <>
      <span>{verb}</span>
      {names.map((name) => (
        <span key={name} className="view">
          {name}
        </span>
      ))}
    </>
  );
}
