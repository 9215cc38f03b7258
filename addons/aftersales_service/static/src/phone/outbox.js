import { reactive } from "@odoo/owl";
import { ConnectionAbortedError, ConnectionLostError, rpc } from "@web/core/network/rpc";
import { user } from "@web/core/user";
import { session } from "@web/session";

import { PhoneStore } from "./store";
import { STEP_STATES } from "./steps";

const MODEL = "aftersales.technician.day";
const RETRY = 8000; // ms until the next try without network
const PATIENCE = 60000; // ms after which a silent network counts as none
const MOST = 25; // entries in one request
const LARGEST = 1500000; // characters in one request, about one photo

/** A UUID also where the page came over plain http, which hides `crypto.randomUUID`. */
export function makeUuid() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

const now = () => new Date().toISOString().slice(0, 19).replace("T", " ");

function makeRequest(method, args, kwargs = {}) {
    const params = {
        model: MODEL,
        method,
        args,
        kwargs: { context: user.context, ...kwargs },
    };
    const promise = rpc(`/web/dataset/call_kw/${MODEL}/${method}`, params, { silent: true });
    const timer = setTimeout(() => promise.abort(), PATIENCE);
    return promise.finally(() => clearTimeout(timer));
}

/**
 * The queue of steps. Each is kept in IndexedDB first and leaves it only when the server
 * says that it has it, or when a person discards it. It lives as long as the page, so the
 * queue goes on being sent on every other screen.
 */
export class Outbox {
    constructor() {
        this.store = new PhoneStore(session.db || location.host, user.userId);
        this.state = reactive({
            entries: [],
            online: navigator.onLine,
            login: false,
            trouble: "",
            sending: false,
        });
        this.onTaken = () => {};
        this.onSent = () => {};
        window.addEventListener("online", () => this.flush());
        window.addEventListener("offline", () => (this.state.online = false));
        document.addEventListener("visibilitychange", () => this.flush());
    }

    async open() {
        this.opened = this.opened || this.store.open();
        await this.opened;
        await this.load();
    }

    async load() {
        const entries = await this.store.all("entries");
        this.state.entries = entries.sort((one, other) => one.order - other.order);
    }

    get waiting() {
        return this.state.entries.length;
    }

    getEntries(visitId) {
        return this.state.entries.filter((entry) => entry.visit === visitId);
    }

    getRefused() {
        return this.state.entries.filter((entry) => entry.status === "refused");
    }

    /**
     * Keep a step. What is no step goes in front of a refused one, because it is most
     * often what that one lacks; then the refused one is tried again.
     */
    async add(visit, action, { values, args, position } = {}) {
        const entry = {
            order: Math.max(Date.now(), (this.state.entries.at(-1)?.order || 0) + 1),
            visit: visit.id,
            title: `${visit.name} ${visit.customer}`,
            uuid: makeUuid(),
            action,
            at: now(),
            values,
            args,
            position,
            status: "waiting",
        };
        const behind = STEP_STATES[action] ? [] : this.letPass(entry);
        await this.store.putAll("entries", [entry, ...behind]);
        await this.load();
        this.flush();
        return entry;
    }

    letPass(entry) {
        const queue = this.getEntries(entry.visit);
        const place = queue.findIndex((other) => other.status === "refused");
        const behind = place < 0 ? [] : queue.slice(place);
        if (behind.length) {
            entry.order = behind[0].order;
        }
        return behind.map((other) => ({
            ...other,
            order: other.order + 1,
            status: "waiting",
            message: "",
        }));
    }

    async retry(entry) {
        await this.store.put("entries", { ...entry, status: "waiting", message: "" });
        await this.load();
        this.flush();
    }

    async discard(entry) {
        await this.store.remove("entries", entry.uuid);
        await this.load();
        this.flush();
    }

    // --- sending

    /** Send all that waits; two tabs of one browser take turns where it can do that. */
    async flush() {
        if (this.state.sending) {
            this.again = true;
            return;
        }
        clearTimeout(this.timer);
        this.state.sending = true;
        try {
            const send = () => this.sendAll();
            await (navigator.locks ? navigator.locks.request(this.store.name, send) : send());
        } catch (error) {
            this.onTrouble(error);
        } finally {
            this.state.sending = false;
        }
        if (this.again) {
            this.again = false;
            await this.flush();
        }
    }

    async sendAll() {
        await this.load();
        const visits = new Set(this.state.entries.map((entry) => entry.visit));
        let sent = false;
        for (const visit of visits) {
            while (await this.sendBatch(visit)) {
                sent = true;
            }
        }
        // With nothing to send, reading the day tells whether the network is back.
        if (sent || !this.state.online || this.state.trouble) {
            await this.onSent();
        }
    }

    getBatch(visitId) {
        const batch = [];
        let size = 0;
        for (const entry of this.getEntries(visitId)) {
            size += JSON.stringify(entry.values || {}).length;
            const full = batch.length && (batch.length >= MOST || size > LARGEST);
            if (entry.status === "refused" || full) {
                break;
            }
            batch.push(entry);
        }
        return batch;
    }

    /** One request; true when all of it was taken. */
    async sendBatch(visitId) {
        const batch = this.getBatch(visitId);
        if (!batch.length) {
            return false;
        }
        const kept = ["uuid", "action", "at", "values", "args", "position"];
        const entries = batch.map((entry) =>
            Object.fromEntries(kept.map((key) => [key, entry[key] ?? null])),
        );
        let answer;
        try {
            answer = await makeRequest("sync", [visitId, entries], {
                user_id: user.userId,
            });
        } catch (error) {
            await this.onRefusal(batch[0], error);
            return false;
        }
        this.onHeard();
        if (answer.login) {
            this.state.login = true;
            this.tryLater();
        }
        const results = new Map(answer.results.map((result) => [result.uuid, result]));
        let all = true;
        for (const entry of batch) {
            all = (await this.settle(entry, results.get(entry.uuid))) && all;
        }
        await this.load();
        return all && !answer.login;
    }

    async settle(entry, result) {
        if (result?.status === "done" || result?.status === "known") {
            await this.onTaken(entry);
            await this.store.remove("entries", entry.uuid);
            return true;
        }
        if (result?.status === "refused") {
            const { message } = result;
            await this.store.put("entries", { ...entry, status: "refused", message });
        }
        return false;
    }

    /** The server refused the whole request in words: they belong to its first entry. */
    async onRefusal(entry, error) {
        const expired = error.exceptionName === "odoo.http.SessionExpiredException";
        if (expired || !/^odoo\./.test(error.exceptionName || "")) {
            throw error;
        }
        this.onHeard();
        await this.settle(entry, { status: "refused", message: error.data.message });
        await this.load();
    }

    onHeard() {
        Object.assign(this.state, { online: true, login: false, trouble: "" });
    }

    onTrouble(error) {
        if (error.exceptionName === "odoo.http.SessionExpiredException") {
            Object.assign(this.state, { online: true, login: true });
        } else if (
            error instanceof ConnectionLostError ||
            error instanceof ConnectionAbortedError
        ) {
            this.state.online = false;
        } else {
            this.state.trouble = error.data?.message || error.message || String(error);
        }
        this.tryLater();
    }

    tryLater() {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.flush(), RETRY);
    }

    /** Today's visits from the server, else those that were read last. */
    async fetchDay() {
        try {
            const day = await makeRequest("get_technician_day", []);
            this.onHeard();
            await this.saveDay(day);
            return day;
        } catch (error) {
            this.onTrouble(error);
            const [kept] = await this.store.all("days");
            return kept && kept.day;
        }
    }

    saveDay(day) {
        return this.store.put("days", { id: "day", day });
    }
}

let outbox;

/** The one queue of this page. */
export function getOutbox() {
    outbox = outbox || new Outbox();
    return outbox;
}
