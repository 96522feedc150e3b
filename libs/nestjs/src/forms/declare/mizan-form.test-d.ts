import { z } from 'zod';
import {
  Field,
  FormCheck,
  type FormsetRow,
  FormsetSubmit,
  MizanForm,
  type MizanIdentity,
} from '../../index.js';

// What the compiler must accept and refuse. Each `@ts-expect-error` is a test: it fails when there is no error.

class Contact {
  @Field({ label: 'Your name', initial: (who) => String(who?.id) }) name!: string;
  @Field({ choices: async (_who, { data }) => [String(data['name']), { value: 1, label: 'One' }] })
  topic!: string;
  // @ts-expect-error: there is no such widget
  @Field({ widget: 'slider' }) loud!: string;
  // @ts-expect-error: there is no such option
  @Field({ titel: 'x' }) other!: string;
}

class Sent {
  id!: number;
}

const schema = z.object({ name: z.string() });

export class Accepted {
  @MizanForm('contact') nothing(_data: Contact): void {
    // What it returns counts here.
  }
  @MizanForm({ name: 'contact', output: Sent }) async promised(_data: Contact) {
    return { id: 1, extra: 2 };
  }
  @MizanForm({ input: schema, formset: { max: 3 } }) ofSchema(_data: z.output<typeof schema>): void {
    // What it returns counts here.
  }
  @FormCheck('contact') check(_data: Partial<Contact>, _who: MizanIdentity | null): void {
    // What it takes counts here.
  }
  @FormCheck('contact') async later(): Promise<void> {
    // What it returns counts here.
  }
  @FormsetSubmit('contact') rows(_rows: readonly FormsetRow<Contact>[], _who: MizanIdentity | null): void {
    // What it takes counts here.
  }
}

export class Refused {
  // @ts-expect-error: the method returns something else than is declared
  @MizanForm({ output: Sent }) wrong(_data: Contact) {
    return { name: 'x' };
  }
  // @ts-expect-error: there is no such option
  @MizanForm({ contextt: 'x' }) option(_data: Contact): void {
    // Never accepted.
  }
  // @ts-expect-error: a check throws, it does not answer
  @FormCheck('contact') answers(): boolean {
    return true;
  }
  // @ts-expect-error: rows come as a list
  @FormsetSubmit('contact') single(_row: Contact): void {
    // Never accepted.
  }
}
