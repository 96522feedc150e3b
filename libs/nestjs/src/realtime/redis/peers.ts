import type { Letter } from './envelope.js';

/** After how many beats without a word a process counts as gone. */
const maxSilence = 3;

interface Peer {
  /** The newest of its sessions that was heard. */
  session: number;
  silence: number;
}

/** The processes that were heard, this one among them: it hears itself as long as what it sends arrives. */
export class Peers {
  readonly #peers = new Map<string, Peer>();

  /** Whether a message counts. One of a session that was followed by another is too late: a gap was told for it. */
  hear({ from, session }: Letter): boolean {
    const peer = this.#peers.get(from);
    if (peer === undefined) {
      this.#peers.set(from, { session, silence: 0 });
      return true;
    }
    if (session < peer.session) return false;
    peer.session = session;
    peer.silence = 0;
    return true;
  }

  /** From now on it is missed when it is not heard, even if it never was. */
  expect(id: string): void {
    if (!this.#peers.has(id)) this.#peers.set(id, { session: 0, silence: 0 });
  }

  forget(id: string): void {
    this.#peers.delete(id);
  }

  /** The silence of one, or of all, says nothing: they could not speak, or not be heard. */
  excuse(id?: string): void {
    for (const [one, peer] of this.#peers) if (id === undefined || id === one) peer.silence = 0;
  }

  /** A beat has passed. @returns who has been silent for too long, and is forgotten now */
  beat(): readonly string[] {
    const gone: string[] = [];
    for (const [id, peer] of this.#peers) {
      peer.silence += 1;
      if (peer.silence > maxSilence) gone.push(id);
    }
    for (const id of gone) this.#peers.delete(id);
    return gone;
  }
}
