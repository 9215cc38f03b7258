import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { waitUntil } from "@odoo/hoot-dom";
import { advanceTime, mockFetch } from "@odoo/hoot-mock";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";

import { Outbox } from "@aftersales_service/phone/outbox";
import { PhoneStore } from "@aftersales_service/phone/store";

describe.current.tags("headless");

const VISIT = { id: 7, name: "PG2026-0007", customer: "齐鲁泵业" };
let opened = 0;
let server;

/** A server that remembers entries by uuid, as the real one does, and can be told to fail. */
function makeServer() {
    const known = new Set();
    return {
        requests: [],
        done: [],
        refuse: {},
        fail: [],
        answer(method, args) {
            if (method !== "sync") {
                return { result: {} };
            }
            const [, entries] = args;
            this.requests.push(entries.map((entry) => entry.action));
            const failure = this.fail.shift();
            if (failure) {
                return failure();
            }
            const results = [];
            for (const entry of entries) {
                if (known.has(entry.uuid)) {
                    results.push({ uuid: entry.uuid, status: "known" });
                } else if (this.refuse[entry.action]) {
                    const message = this.refuse[entry.action];
                    results.push({ uuid: entry.uuid, status: "refused", message });
                    break;
                } else {
                    known.add(entry.uuid);
                    this.done.push(entry.action);
                    results.push({ uuid: entry.uuid, status: "done" });
                }
            }
            return { result: { results } };
        },
    };
}

/** A queue with a store of its own; `again` opens the one that was left behind. */
async function openOutbox(again = false) {
    opened += again ? 0 : 1;
    const outbox = new Outbox();
    outbox.store = new PhoneStore(`test-${Date.now()}`.slice(0, 8) + opened, Math.PI);
    await outbox.open();
    return outbox;
}

const quiet = (outbox) => waitUntil(() => !outbox.state.sending && !outbox.again);
const actions = (outbox) => outbox.state.entries.map((entry) => entry.action);

beforeEach(() => {
    server = makeServer();
    mockFetch((url, { body }) => {
        const { params } = JSON.parse(body);
        return server.answer(params.method, params.args);
    });
});

test("steps arrive in the order in which they were pressed", async () => {
    const outbox = await openOutbox();
    server.fail.push(() => new Response("", { status: 502 }));
    for (const action of ["action_leave", "action_arrive", "action_start"]) {
        await outbox.add(VISIT, action);
    }
    await quiet(outbox);
    await outbox.flush();
    await quiet(outbox);
    expect(server.done).toEqual(["action_leave", "action_arrive", "action_start"]);
    expect(outbox.waiting).toBe(0);
});

test("a refused step stays with its reason, and those behind it wait", async () => {
    const outbox = await openOutbox();
    server.refuse.action_arrive = "Leave first.";
    outbox.state.sending = true; // nothing is sent before all three are kept
    for (const action of ["action_leave", "action_arrive", "action_start"]) {
        await outbox.add(VISIT, action);
    }
    outbox.state.sending = false;
    await outbox.flush();
    await quiet(outbox);
    expect(actions(outbox)).toEqual(["action_arrive", "action_start"]);
    expect(outbox.getRefused().map((entry) => entry.message)).toEqual(["Leave first."]);
    expect(outbox.state.entries[1].status).toBe("waiting");

    server.refuse = {};
    await outbox.retry(outbox.getRefused()[0]);
    await quiet(outbox);
    expect(server.done).toEqual(["action_leave", "action_arrive", "action_start"]);
});

test("what is no step passes a refused one, which is then tried again", async () => {
    const outbox = await openOutbox();
    server.refuse.action_finish = "Say what the cause was.";
    await outbox.add(VISIT, "action_finish");
    await quiet(outbox);
    expect(outbox.getRefused()).toHaveLength(1);
    server.refuse = {};
    await outbox.add(VISIT, "write", { values: { cause: "轴承磨损" } });
    await quiet(outbox);
    expect(server.done).toEqual(["write", "action_finish"]);
    expect(outbox.waiting).toBe(0);
});

test("a server that is down is asked again by itself after a while", async () => {
    const outbox = await openOutbox();
    server.fail.push(() => new Response("", { status: 503 }));
    await outbox.add(VISIT, "action_leave");
    await quiet(outbox);
    expect(outbox.waiting).toBe(1);
    expect(outbox.state.online).toBe(false);
    await advanceTime(8000);
    await waitUntil(() => server.requests.length === 2);
    await quiet(outbox);
    expect(server.done).toEqual(["action_leave"]);
    expect(outbox.state.online).toBe(true);
});

test("what was pressed without network survives closing the page", async () => {
    const before = await openOutbox();
    server.fail.push(() => {
        throw new TypeError("Failed to fetch");
    });
    await before.add(VISIT, "action_leave");
    await quiet(before);
    clearTimeout(before.timer);

    const after = await openOutbox(true);
    expect(actions(after)).toEqual(["action_leave"]);
    await after.flush();
    await quiet(after);
    expect(server.done).toEqual(["action_leave"]);
    expect(after.waiting).toBe(0);
});

test("an answer that was lost makes no second step", async () => {
    const outbox = await openOutbox();
    server.fail.push(() => {
        // The server has taken it, but its answer never arrives.
        const [entry] = outbox.state.entries;
        server.answer("sync", [VISIT.id, [entry]]);
        return new Response("", { status: 504 });
    });
    await outbox.add(VISIT, "action_leave");
    await quiet(outbox);
    expect(outbox.waiting).toBe(1);
    await outbox.flush();
    await quiet(outbox);
    expect(server.done).toEqual(["action_leave"]);
    expect(outbox.waiting).toBe(0);
});

test("a full phone tells instead of losing the step in silence", async () => {
    const outbox = await openOutbox();
    patchWithCleanup(outbox.store, {
        putAll() {
            return Promise.reject(new DOMException("No room left", "QuotaExceededError"));
        },
    });
    await expect(outbox.add(VISIT, "action_leave")).rejects.toThrow(/No room left/);
    expect(server.requests).toEqual([]);
});
