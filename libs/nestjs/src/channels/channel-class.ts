import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { MizanIdentity } from '../identity/index.js';
import type { DtoClass, ValueOf } from '../types/index.js';

/** How params and messages of a channel are declared: each is an object. */
export type MessageDeclaration = DtoClass | StandardSchemaV1;

/** What stands still on the class of a channel: how what goes through it is declared. */
export interface ChannelTypes {
  /** What tells two places of the channel apart, as `room`. @default there is one place */
  readonly params?: MessageDeclaration;
  /** What clients send. @default they send nothing */
  readonly clientMessage?: MessageDeclaration;
  /** What the server sends. @default it sends nothing */
  readonly serverMessage?: MessageDeclaration;
}

/** A class that `@MizanChannel` decorates. */
export type ChannelClass = (abstract new (...args: never[]) => object) & ChannelTypes;

/** What a channel without a declaration has in its place. */
type Nothing = Readonly<Record<string, never>>;

type DeclarationOf<Types, Name extends keyof ChannelTypes> = Types extends {
  readonly [Key in Name]: infer Declaration;
}
  ? Declaration
  : undefined;

/** What is given to be read: for a schema, what it takes. */
type Given<Declaration, Missing> = Declaration extends StandardSchemaV1
  ? StandardSchemaV1.InferInput<Declaration>
  : Declaration extends DtoClass<infer Instance>
    ? Instance
    : Missing;

/** What was read: for a schema, what it makes of it. */
type Received<Declaration, Missing> = Declaration extends StandardSchemaV1
  ? StandardSchemaV1.InferOutput<Declaration>
  : Given<Declaration, Missing>;

/** The params of a channel, as whoever pushes gives them. */
export type ParamsOf<Types> = Given<DeclarationOf<Types, 'params'>, Nothing>;

/** What the server sends through a channel. */
export type ServerMessageOf<Types> = ValueOf<DeclarationOf<Types, 'serverMessage'>>;

/** The params of a channel, as its methods get them. */
export type ReceivedParamsOf<Types> = Received<DeclarationOf<Types, 'params'>, Nothing>;

/** What a client sent, as `receive` gets it. */
export type ClientMessageOf<Types> = Received<DeclarationOf<Types, 'clientMessage'>, never>;

type Awaitable<Value> = Value | Promise<Value>;

/** The methods of a channel (PROTOCOL 11). `who` is null for nobody. */
export interface ChannelMethods<Types = ChannelTypes> {
  /** Whether this person may listen here. Only `true` is a yes; a thrown error is a no that says why. */
  authorize(params: ReceivedParamsOf<Types>, who: MizanIdentity | null): Awaitable<boolean>;
  /**
   * The group that a place belongs to: what is pushed to one place reaches all of its group.
   * @default each place is a group of its own
   */
  group?(params: ReceivedParamsOf<Types>): string;
  /** Takes what somebody who listens here sent. What it returns goes to the group, the sender too. */
  receive?(
    params: ReceivedParamsOf<Types>,
    message: ClientMessageOf<Types>,
    who: MizanIdentity | null,
  ): Awaitable<ServerMessageOf<Types> | undefined> | Awaitable<void>;
  /** Somebody listens from now on, and has been told so. */
  onJoin?(params: ReceivedParamsOf<Types>, who: MizanIdentity | null): Awaitable<void>;
  /** Somebody listens no more: left, or is gone. `who` is who joined. */
  onLeave?(params: ReceivedParamsOf<Types>, who: MizanIdentity | null): Awaitable<void>;
}
