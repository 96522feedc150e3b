import type { ReactNode } from 'react';
import { defaultParts } from './default-parts.js';
import type { Look, PartName, PartProps, Slot } from './form-slots.js';

/** One part of a form, shown by its slot, if there is one. */
export function formPart<Name extends PartName>(
  { slots, classNames, texts }: Look,
  name: Name,
  given: Omit<PartProps[Name], 'className'>,
): ReactNode {
  // What is left out above is added here.
  const props = { ...given, className: classNames[name] } as PartProps[Name];
  const standard = defaultParts[name](props, texts);
  const slot: Slot<PartProps[Name]> | undefined = slots[name];
  return slot ? <Shown slot={slot} props={props} standard={standard} /> : standard;
}

interface ShownProps<Props> {
  readonly slot: Slot<Props>;
  readonly props: Props;
  readonly standard: ReactNode;
}

/** Keeps the hooks of a slot, and what it shows, when the slot becomes another function. */
function Shown<Props>({ slot, props, standard }: ShownProps<Props>): ReactNode {
  return slot(props, standard);
}
