/**
 * Shows an error to the filters around a function, once. A filter can answer the request itself, throw another error,
 * or return one; any other value that it returns changes nothing, since a failure never becomes a success.
 */
export async function runFilters(pipeline, exchange, call, error) {
    const watch = exchange.watchResponse();
    call.error = error;
    let result = error;
    try {
        const returned = await pipeline.filter(exchange, call);
        if (returned instanceof Error)
            result = returned;
    }
    catch (thrown) {
        // A filter that returns nothing comes this way too: Nest throws the error on.
        result = thrown;
    }
    finally {
        watch.stop();
    }
    return watch.isAnswered() ? { kind: 'answered' } : { kind: 'error', error: result };
}
