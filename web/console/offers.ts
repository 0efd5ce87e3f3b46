// The chats that are offered to this technician alone, each until its time is over; with what became of it.

import { computed, signal } from '@preact/signals';
import type { Id, Session, Transfer } from '../sdk';

export interface Offer {
  id: string;
  session: Session;
  /** On the server's clock. */
  expiresAt: number;
  /** How long it was when it came: a whole turn of the ring. */
  lasts: number;
  state: 'offered' | 'accepting' | 'passing' | 'taken' | 'over';
  /** Who was faster, while `taken`. */
  by?: string;
  /** Who hands it over and why, if somebody does. */
  transfer?: Transfer;
}

const SHOW_LOST_MS = 4_000;

export class OfferList {
  private readonly offers_ = signal<ReadonlyMap<Id, Offer>>(new Map());

  /** Who has to be answered first, first. */
  readonly all = computed(() => [...this.offers_.value.values()].sort((one, other) => one.expiresAt - other.expiresAt));
  readonly open = computed(() => this.all.value.filter((one) => one.state === 'offered'));

  get(id: Id): Offer | undefined {
    return this.offers_.value.get(id);
  }

  put(offer: Offer): void {
    this.offers_.value = new Map(this.offers_.value).set(offer.session.channel_id, offer);
  }

  change(id: Id, offerId: string, fields: Partial<Offer>): void {
    const offer = this.get(id);
    if (offer?.id === offerId) this.put({ ...offer, ...fields });
  }

  drop(id: Id, offerId?: string): void {
    const offer = this.get(id);
    if (!offer || (offerId !== undefined && offer.id !== offerId)) return;
    const next = new Map(this.offers_.value);
    next.delete(id);
    this.offers_.value = next;
  }

  /** Shows for a moment that it is not there to be taken any more. */
  lose(id: Id, offerId: string, state: 'taken' | 'over', by = ''): void {
    if (this.get(id)?.id !== offerId) return;
    this.change(id, offerId, { state, by });
    const lost = this.get(id);
    setTimeout(() => {
      if (this.get(id) === lost) this.drop(id, offerId);
    }, SHOW_LOST_MS);
  }

  /** Those that run come anew with the next connection. */
  clear(): void {
    this.offers_.value = new Map();
  }
}
