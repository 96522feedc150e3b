/** The characters of a group's name, as a class of a regular expression: nothing that quotes or separates. */
const groupClass = 'A-Za-z0-9_.~%;=*-';

/**
 * Bans what is in one of the groups that a header lists. A list of another form than ours bans all bundles: too much is
 * never wrong. No quote, space or backslash may stand in the text of a ban.
 */
function banGroups(list: string): string {
  return `if (${list} !~ {"^"[${groupClass}]+"(?:, "[${groupClass}]+")*$"} ||
            !std.ban("obj.http.Cache-Groups ~ (?:^|[^${groupClass}])(?:" +
            regsuball(regsuball(regsuball(${list}, "([.*])", "[\\1]"), {"", ""}, "|"), {"""}, "") +
            ")(?:[^${groupClass}]|$)")) {
            std.ban("obj.http.Cache-Groups ~ .");
        }`;
}

/** For `vcl_recv`: purging by a request of the app's own. */
export const vclPurge = `    if (req.method == "PURGE") {
        if (client.ip !~ mizan_purgers) {
            return (synth(403));
        }
        if (!req.http.Cache-Group-Invalidation) {
            return (synth(400, "Cache-Group-Invalidation is missing"));
        }
        std.collect(req.http.Cache-Group-Invalidation);
        ${banGroups('req.http.Cache-Group-Invalidation')}
        return (synth(200, "Purged"));
    }`;

/** What comes from the app: bundles that it calls public are stored, mutations ban what they made stale. */
export const vclStore = `sub vcl_backend_response {
    if (bereq.method != "GET" && bereq.method != "HEAD" && beresp.http.Cache-Group-Invalidation) {
        std.collect(beresp.http.Cache-Group-Invalidation);
        ${banGroups('beresp.http.Cache-Group-Invalidation')}
    }
    if (bereq.uncacheable) {
        return (deliver);
    }
    std.collect(beresp.http.Cache-Control);
    if (beresp.status != 200 || !beresp.http.Cache-Groups || beresp.http.Set-Cookie ||
        beresp.http.Cache-Control !~ "(?:^|[ ,])public(?:[ ,]|$)") {
        set beresp.uncacheable = true;
        set beresp.ttl = 120s;
        return (deliver);
    }
    # Nothing is served beyond its time, and Varnish's own rules for no-store, private and Vary come after this.
    set beresp.grace = 0s;
    set beresp.keep = 0s;
}
`;

/** What goes to browsers and to caches beyond, which no mutation purges: nothing of the groups, nothing to store. */
export const vclDeliver = `sub vcl_deliver {
    if (resp.http.Cache-Groups) {
        set resp.http.Cache-Control = "no-store";
        unset resp.http.Age;
        if (obj.hits > 0) {
            set resp.http.X-Mizan-Cache = "HIT";
        }
    }
    unset resp.http.Cache-Groups;
    unset resp.http.Cache-Group-Invalidation;
    unset resp.http.Surrogate-Key;
}
`;
