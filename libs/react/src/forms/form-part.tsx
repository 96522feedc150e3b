import type { ReactNode } from 'react';
import { defaultParts } from './default-parts.js';
import type { Look, PartName, PartProps, Slot } from './form-slots.js';

type Given<Name extends PartName> = Omit<PartProps[Name], 'className'>;

/** One part of a form, shown by its slot, if there is one. */
export function formPart<Name extends PartName>(
  { slots, classNames, texts }: Look,
  name: Name,
  given: Given<Name>,
): ReactNode {
  // What is left out above is added here.
  const props = { ...given, className: classNames[name] } as PartProps[Name];
  const slot: Slot<PartProps[Name]> | undefined = slots[name];
  return <Shown show={slot ?? ((part) => defaultParts[name](part, texts))} props={props} />;
}

/** Keeps the hooks of a slot, and what it shows, when the slot becomes another function. */
function Shown<Props>({ show, props }: { readonly show: Slot<Props>; readonly props: Props }): ReactNode {
  return show(props);
}
