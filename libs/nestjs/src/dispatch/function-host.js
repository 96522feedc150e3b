import { FunctionPipeline } from './function-pipeline.js';
export function createFunctionHost(record, creator, scope) {
    const { host } = record;
    const pipeline = new FunctionPipeline(creator, record, { instance: host.instance });
    if (host.isDependencyTreeStatic() && !host.isTransient) {
        pipeline.prepare();
        return { open: () => pipeline, unopened: pipeline };
    }
    return {
        // Nest leaves a hollow instance in place of a scoped one.
        unopened: pipeline,
        open: async (request) => new FunctionPipeline(creator, record, await scope.resolve(host, request)),
    };
}
