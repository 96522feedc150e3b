var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
var __param = (this && this.__param) || function (paramIndex, decorator) {
    return function (target, key) { decorator(target, key, paramIndex); }
};
import { Inject, Injectable, Logger } from '@nestjs/common';
import { ApplicationConfig, HttpAdapterHost } from '@nestjs/core';
import { MizanBootError } from '../errors/index.js';
import { findEarlierRoute } from './express-catch-all.js';
import { HttpEndpoints } from './http-endpoints.js';
import { mountExpress } from './mount-express.js';
import { mountFastify } from './mount-fastify.js';
import { mountPath, repeatedSegment } from './mount-path.js';
/** Provides the {@link MountOptions}; a value, so that it is known in Nest's preview mode. */
export const mountToken = Symbol('mizan.mount');
/** Puts the endpoints on the app's HTTP adapter. */
let HttpTransport = class HttpTransport {
    adapterHost;
    config;
    endpoints;
    options;
    #logger = new Logger('Mizan');
    constructor(adapterHost, config, endpoints, options) {
        this.adapterHost = adapterHost;
        this.config = config;
        this.endpoints = endpoints;
        this.options = options;
    }
    /**
     * Mounts the routes, unless the app has no HTTP. They are routes of the adapter and not of a Nest controller, which
     * would run global enhancers twice and show them the controller instead of the function.
     *
     * @throws MizanBootError on an adapter that is neither Express nor Fastify
     */
    async mount() {
        // Nest's type forgets that an application context has no adapter.
        const adapter = this.adapterHost.httpAdapter;
        if (adapter === undefined || adapter === null)
            return;
        const base = mountPath(this.options, this.config);
        const type = adapter.getType();
        const app = adapter.getInstance();
        if (type === 'express')
            this.#warnOfEarlierRoute(app, base);
        if (type === 'express')
            mountExpress(app, base, this.endpoints);
        else if (type === 'fastify')
            await mountFastify(app, base, this.endpoints);
        else
            throw new MizanBootError([unknownAdapter(type)]);
        this.#announce(base);
    }
    #announce(base) {
        this.#logger.log(`Functions answer below ${base}/`);
        const segment = repeatedSegment(base);
        if (segment === undefined)
            return;
        this.#logger.warn(`${base} repeats "${segment}": leave the global prefix out of \`path\`, or set \`useGlobalPrefix: false\`.`);
    }
    #warnOfEarlierRoute(app, base) {
        const path = findEarlierRoute(app, base);
        if (path === undefined)
            return;
        this.#logger.warn(`The route ${path} comes before ${base}/ and takes its requests. Narrow it to paths that are not below ${base}.`);
    }
};
HttpTransport = __decorate([
    Injectable(),
    __param(3, Inject(mountToken)),
    __metadata("design:paramtypes", [HttpAdapterHost,
        ApplicationConfig,
        HttpEndpoints, Object])
], HttpTransport);
export { HttpTransport };
function unknownAdapter(type) {
    return { where: 'The HTTP adapter', problem: `it is of the type ${type}`, fix: 'Use Express or Fastify' };
}
