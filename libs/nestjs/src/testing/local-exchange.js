import { LocalResponse } from './local-response.js';
/** A request that never came over a wire. */
export class LocalExchange {
    request;
    response = new LocalResponse();
    constructor(request) {
        this.request = request;
    }
    watchResponse() {
        return { isAnswered: () => this.response.headersSent, stop: () => undefined };
    }
}
