import { toCamelName, toPascalName } from '@mizan/protocol';

import { allotStems, type NameClaim } from './allot-stems.js';
import { lowerFirst, toStem } from './identifier.js';
import { reservedNames } from './reserved-names.js';
import type { Direction } from './type-usage.js';

export interface FunctionNames {
  /** `closeTicketRef` */
  readonly refName: string;
  /** `callCloseTicket` */
  readonly callName: string;
  /** `useCloseTicket` */
  readonly hookName: string;
}

export interface ContextNames {
  /** `ticketContextRef` */
  readonly refName: string;
  /** `TicketContextParams` */
  readonly paramsName: string;
  /** `TicketContextBundle` */
  readonly bundleName: string;
  /** `fetchTicketContext` */
  readonly fetchName: string;
  /** `TicketContext` */
  readonly providerName: string;
  /** `useTicketContext` */
  readonly hookName: string;
}

export interface ChannelNames {
  /** `chatChannelRef` */
  readonly refName: string;
  /** `useChatChannel` */
  readonly hookName: string;
}

export interface FormNames {
  /** `contactForm` */
  readonly refName: string;
  /** `contactSchema` */
  readonly schemaName: string;
  /** `ContactInput` */
  readonly inputName: string;
  /** `ContactValues` */
  readonly valuesName: string;
  /** `ContactData` */
  readonly dataName: string;
  /** `useContactForm` */
  readonly hookName: string;
  /** `ContactForm` */
  readonly componentName: string;
  /** `useContactFormset` */
  readonly formsetHookName: string;
}

/** The two are one name unless inputs see the type differently. */
type TypeNames = Readonly<Record<Direction, string>>;

/** Finds every name of the generated code by the name that the thing has in the IR. */
export interface NameIndex {
  readonly functionNames: (wireName: string) => FunctionNames;
  readonly contextNames: (wireName: string) => ContextNames;
  readonly channelNames: (wireName: string) => ChannelNames;
  readonly formNames: (wireName: string) => FormNames;
  readonly typeName: (irName: string, direction: Direction) => string;
}

const functionNames = (stem: string): FunctionNames => ({
  refName: `${lowerFirst(stem)}Ref`,
  callName: `call${stem}`,
  hookName: `use${stem}`,
});

const contextNames = (stem: string): ContextNames => ({
  refName: `${lowerFirst(stem)}ContextRef`,
  paramsName: `${stem}ContextParams`,
  bundleName: `${stem}ContextBundle`,
  fetchName: `fetch${stem}Context`,
  providerName: `${stem}Context`,
  hookName: `use${stem}Context`,
});

const channelNames = (stem: string): ChannelNames => ({
  refName: `${lowerFirst(stem)}ChannelRef`,
  hookName: `use${stem}Channel`,
});

const formNames = (stem: string): FormNames => {
  const [refName, componentName] = [`${lowerFirst(stem)}Form`, `${stem}Form`];
  return {
    refName,
    schemaName: `${lowerFirst(stem)}Schema`,
    inputName: `${stem}Input`,
    valuesName: `${stem}Values`,
    dataName: `${stem}Data`,
    hookName: `use${stem}Form`,
    // Letters of many scripts have no cases.
    componentName: componentName === refName ? `${stem}FormComponent` : componentName,
    formsetHookName: `use${stem}Formset`,
  };
};

const oneTypeName = (stem: string): TypeNames => ({ output: stem, input: stem });
const twoTypeNames = (stem: string): TypeNames => ({ output: stem, input: `${stem}AsInput` });

/** What needs names, each list sorted by name. */
export interface Nameable {
  readonly contexts: readonly { readonly name: string }[];
  readonly functions: readonly { readonly name: string; readonly camel: string }[];
  readonly channels: readonly { readonly name: string; readonly pascalName: string }[];
  readonly forms: readonly { readonly name: string }[];
  readonly types: readonly { readonly name: string }[];
  /** The types that need a variant for inputs. */
  readonly twofold: ReadonlySet<string>;
}

/**
 * Decides all names. Contexts come before functions, then channels, forms and types, and each kind in the order of its
 * names: that, and nothing else, says who keeps a name that two would like. Every name is decided for
 * every target at once, so that a name means the same in all of them.
 */
export function indexNames({ contexts, functions, channels, forms, types, twofold }: Nameable): NameIndex {
  const typeNames = (name: string) => (twofold.has(name) ? twoTypeNames : oneTypeName);
  const stemOf = allotStems(
    [
      ...contexts.map(({ name }) => claim('context', name, toCamelName(name), contextNames)),
      ...functions.map(({ name, camel }) => claim('function', name, camel, functionNames)),
      ...channels.map(({ name, pascalName }) => claim('channel', name, pascalName, channelNames)),
      ...forms.map(({ name }) => claim('form', name, toPascalName(name), formNames)),
      ...types.map(({ name }) => claim('type', name, name, typeNames(name))),
    ],
    reservedNames,
  );
  const namesOfTypes = new Map(types.map(({ name }) => [name, typeNames(name)(stemOf(`type:${name}`))]));
  return {
    contextNames: (name) => contextNames(stemOf(`context:${name}`)),
    functionNames: (name) => functionNames(stemOf(`function:${name}`)),
    channelNames: (name) => channelNames(stemOf(`channel:${name}`)),
    formNames: (name) => formNames(stemOf(`form:${name}`)),
    typeName: (name, direction) => {
      const names = namesOfTypes.get(name);
      if (names === undefined) throw new Error(`Nothing gave a name to the type ${name}.`);
      return names[direction];
    },
  };
}

function claim(kind: string, name: string, like: string, names: (stem: string) => object): NameClaim {
  return {
    key: `${kind}:${name}`,
    stem: toStem(like),
    names: (stem) => Object.values(names(stem)),
  };
}
