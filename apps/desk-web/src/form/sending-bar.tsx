interface SendingBarProps {
  /** From 0 to 1. */
  readonly value: number;
  readonly cancel: () => void;
}

/** How much of the files has been sent. */
export function SendingBar({ value, cancel }: SendingBarProps) {
  return (
    <div className="sending">
      <progress aria-label="Sending" value={value} max={1} />
      <button type="button" onClick={cancel}>
        Stop sending
      </button>
    </div>
  );
}
