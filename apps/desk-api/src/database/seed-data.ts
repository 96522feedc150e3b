import type { Role } from '../people/person.entity.js';
import type { Area, Urgency } from '../tickets/ticket-choices.js';

interface SeedPerson {
  readonly name: string;
  readonly role: Role;
  readonly demo: boolean;
  readonly phone?: string;
}

interface SeedComment {
  readonly author: string;
  readonly hoursAgo: number;
  readonly text: string;
}

interface SeedTicket {
  readonly title: string;
  readonly requester: string;
  readonly assignee?: string;
  readonly closed?: true;
  readonly area?: Area;
  readonly urgency?: Urgency;
  /** How many of which product. */
  readonly order?: Readonly<Record<string, number>>;
  /** The first one opens the ticket. */
  readonly comments: readonly [SeedComment, ...SeedComment[]];
}

export const seedPeople: readonly SeedPerson[] = [
  { name: 'Nora Lind', role: 'customer', demo: true },
  { name: 'Theo Brandt', role: 'agent', demo: true },
  { name: 'Mira Okafor', role: 'admin', demo: true },
  { name: 'Jonas Weber', role: 'customer', demo: false, phone: '+49 30 901820' },
  { name: 'Aiko Tanaka', role: 'customer', demo: false },
];

/** What can be ordered; prices in cents. */
export const seedProducts = [
  { sku: 'LAMP-1', name: 'Desk lamp, brass', price: 8900 },
  { sku: 'LAMP-2', name: 'Floor lamp, black', price: 14_900 },
  { sku: 'BULB-4', name: 'Bulb, warm white', price: 690 },
  { sku: 'SHADE-3', name: 'Shade, linen', price: 3450 },
  { sku: 'CORD-2', name: 'Cord, 2 m', price: 1290 },
] as const;

/** Oldest first, so that numbers grow with time. Times are told from the day of the first start. */
export const seedTickets: readonly SeedTicket[] = [
  {
    title: 'Export the order list as CSV',
    area: 'order',
    requester: 'Aiko Tanaka',
    assignee: 'Mira Okafor',
    closed: true,
    comments: [
      {
        author: 'Aiko Tanaka',
        hoursAgo: 310,
        text: 'Our bookkeeping wants the orders of a month as CSV. Is there a way?',
      },
      {
        author: 'Mira Okafor',
        hoursAgo: 306,
        text: 'There is: Orders, then the menu at the top right, then Export.',
      },
      { author: 'Aiko Tanaka', hoursAgo: 305, text: 'Found it. Thank you!' },
    ],
  },
  {
    title: 'Password reset mail never arrives',
    area: 'account',
    requester: 'Nora Lind',
    assignee: 'Theo Brandt',
    closed: true,
    comments: [
      { author: 'Nora Lind', hoursAgo: 190, text: 'I asked for a new password three times and got no mail.' },
      {
        author: 'Theo Brandt',
        hoursAgo: 187,
        text: 'Your mail provider held our address back. It is released, please try once more.',
      },
      { author: 'Nora Lind', hoursAgo: 186, text: 'It came at once. Thanks.' },
    ],
  },
  {
    title: 'Wrong VAT number on our invoices',
    area: 'invoice',
    urgency: 'now',
    requester: 'Jonas Weber',
    assignee: 'Mira Okafor',
    comments: [
      {
        author: 'Jonas Weber',
        hoursAgo: 98,
        text: 'Since May our invoices show the VAT number of the old company.',
      },
      {
        author: 'Mira Okafor',
        hoursAgo: 75,
        text: 'I see it. Could you send the new number, and the day it became valid?',
      },
    ],
  },
  {
    title: 'Search finds nothing with umlauts',
    requester: 'Jonas Weber',
    comments: [
      {
        author: 'Jonas Weber',
        hoursAgo: 52,
        text: 'Searching for "Müller" gives no results, "Muller" gives all of them.',
      },
    ],
  },
  {
    title: 'Parcel marked as delivered, but it is not here',
    area: 'delivery',
    urgency: 'today',
    order: { 'LAMP-1': 1, 'BULB-4': 2 },
    requester: 'Nora Lind',
    assignee: 'Theo Brandt',
    comments: [
      {
        author: 'Nora Lind',
        hoursAgo: 30,
        text: 'Order 10482 says "delivered yesterday". Nothing came, and the neighbours have not seen it either.',
      },
      {
        author: 'Theo Brandt',
        hoursAgo: 27,
        text: 'I am sorry to hear that. I have asked the carrier for the signature of whoever took it.',
      },
      {
        author: 'Nora Lind',
        hoursAgo: 26,
        text: 'Thank you. It is a birthday present, so I hope it turns up by Friday.',
      },
    ],
  },
  {
    title: 'Two accounts with the same address',
    area: 'account',
    requester: 'Aiko Tanaka',
    comments: [
      {
        author: 'Aiko Tanaka',
        hoursAgo: 9,
        text: 'My colleague and I each made an account. Can they become one, with both order histories?',
      },
    ],
  },
  {
    title: 'How do I change the delivery address?',
    area: 'delivery',
    requester: 'Nora Lind',
    comments: [
      {
        author: 'Nora Lind',
        hoursAgo: 2,
        text: 'We move at the end of the month. Where do I change the address of an order that is already paid?',
      },
    ],
  },
];
