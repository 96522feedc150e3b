import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { SessionKey } from './session-key.entity.js';

@Injectable()
export class SessionSecretService {
  constructor(@InjectRepository(SessionKey) private readonly keys: Repository<SessionKey>) {}

  /** The secret of this database, made at the first start. Of two first starts at once, one wins for both. */
  async find(): Promise<string> {
    const fresh = randomBytes(32).toString('hex');
    await this.keys.createQueryBuilder().insert().values({ id: 1, secret: fresh }).orIgnore().execute();
    const { secret } = await this.keys.findOneByOrFail({ id: 1 });
    return secret;
  }
}
