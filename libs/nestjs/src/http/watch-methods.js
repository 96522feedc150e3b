/**
 * Notices when a method of an object is called, and lets the call through. For responses that wait before they write
 * anything (for compression, for a session to be saved): their state tells too late that they were begun.
 */
export function watchMethods(target, names) {
    let called = false;
    const restores = names.map((name) => {
        const own = Reflect.getOwnPropertyDescriptor(target, name);
        const original = Reflect.get(target, name);
        if (typeof original !== 'function')
            return () => undefined;
        const watching = (...args) => {
            called = true;
            return Reflect.apply(original, target, args);
        };
        Object.defineProperty(target, name, { value: watching, writable: true, configurable: true });
        return () => {
            // Whoever wrapped the method meanwhile keeps it; the watch inside only passes calls on.
            if (Reflect.get(target, name) !== watching)
                return;
            if (own === undefined)
                Reflect.deleteProperty(target, name);
            else
                Object.defineProperty(target, name, own);
        };
    });
    return {
        isAnswered: () => called,
        stop: () => {
            for (const restore of restores)
                restore();
        },
    };
}
