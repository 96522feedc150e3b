import { Typed } from '../../types/index.js';

/** What `mwt_obtain` answers (PROTOCOL 10). */
export class MwtAnswer {
  /** For the header `X-Mizan-Token`. */
  @Typed() token!: string;
  /** Seconds for which it is valid. */
  @Typed('integer') expires_in!: number;
}

/** What `jwt_obtain` and `jwt_refresh` answer (PROTOCOL 10). */
export class JwtAnswer {
  /** For the header `Authorization: Bearer`. */
  @Typed() access_token!: string;
  /** For `jwt_refresh`, once. */
  @Typed() refresh_token!: string;
  /** Seconds for which the access token is valid. */
  @Typed('integer') expires_in!: number;
}
